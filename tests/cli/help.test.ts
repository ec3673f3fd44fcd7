import { expect, test } from 'vitest'
import { runCommand } from '#tests/support/command.ts'

const commands = ['start', 'web', 'worker', 'build', 'migrate', 'environment', 'key', 'user', 'rotate-encryption', 'doctor', 'test']

test('help names every command', async () => {
  const { code, stdout } = await runCommand(['--help'])
  expect(code).toBe(0)
  for (const command of commands) expect(stdout).toMatch(new RegExp(`^  ${command}\\b`, 'm'))
})

test.each(['start', 'environment create', 'key create', 'rotate-encryption'])('help of %s says what it does', async command => {
  const { code, stdout } = await runCommand([...command.split(' '), '--help'])
  expect(code).toBe(0)
  expect(stdout).toContain(`posthorn ${command}`)
})

test('help works whatever the variables say', async () => {
  expect((await runCommand(['key', '--help'], { POSTHORN_NO_SUCH: '1', PORT: 'x' })).code).toBe(0)
})

test.each([
  [['fly'], /unknown command 'fly'/],
  [['key', 'create'], /required option '--environment <slug>'/],
  [['start', '--port', '0'], /between 1 and 65535/],
  [['key', 'create', '--environment', 'x', '--expires', 'soon'], /such as 90d/],
])('%j is refused with help', async (args, sentence) => {
  const { code, stderr } = await runCommand(args)
  expect(code).toBe(1)
  expect(stderr).toMatch(sentence)
})

test.each([
  [{ POSTHORN_NO_SUCH: '1' }, 'POSTHORN_NO_SUCH is not a variable of Posthorn; docs/configuration.md lists them.\n'],
  [{ PORT: 'eighty' }, 'PORT must be a whole number.\n'],
])('%j stops a command with one sentence', async (variables, sentence) => {
  const { code, stdout, stderr } = await runCommand(['environment', 'list'], variables)
  expect({ code, stdout, stderr }).toEqual({ code: 1, stdout: '', stderr: sentence })
})
