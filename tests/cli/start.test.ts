import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { buildWeb, isBuilt } from '#cli/web-build.ts'
import { type Command, embedded, runCommand, startCommand } from '#tests/support/command.ts'
import { freePort } from '#tests/support/port.ts'
import { makeTemporary, type Temporary } from '#tests/support/temporary.ts'
import { until } from '#tests/support/until.ts'

vi.setConfig({ testTimeout: 90_000, hookTimeout: 300_000 })
const startLimitMs = 30_000 // on a machine that runs everything else beside it

let temporary: Temporary
let port: number
let variables: Record<string, string>
const started: Command[] = []

beforeAll(async () => {
  if (!isBuilt()) await buildWeb({}, new AbortController().signal)
  temporary = await makeTemporary()
  port = await freePort()
  variables = { ...embedded, POSTHORN_DATA_DIR: join(temporary.path, 'data'), POSTHORN_WORKER_PORT: String(await freePort()) }
})
afterEach(async () => {
  for (const command of started.splice(0)) {
    command.signal('SIGTERM')
    await command.exited
  }
})
afterAll(() => temporary.remove())

function start(...args: string[]): Command {
  const command = startCommand(['start', '--port', String(port), ...args], variables)
  started.push(command)
  return command
}

/** Sends the event that the start prints, with the API key that it prints, and waits until the demo's merchant has it. */
async function sendPrinted(command: Command): Promise<string> {
  const [, key = ''] = await command.said(/^API key +(\S+)$/m, startLimitMs)
  const [, body = ''] = await command.said(/ -d '(.*)'$/m)
  const answer = await fetch(`http://localhost:${port}/api/v1/app/joes-tshirts/msg`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body,
  })
  expect(answer.status).toBe(202)
  const { id } = (await answer.json()) as { id: string }
  await command.said(new RegExp(`^webhook received: payment.succeeded ${id}, signature verified$`, 'm'))
  return key
}

const isUp = async () => (await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => null))?.ok ?? false

test('from nothing to a webhook that was received; a kill and another start; an end that leaves nothing', async () => {
  const first = start()
  const key = await sendPrinted(first)
  expect(first.stdout().trimEnd().split('\n').length).toBeLessThan(10)
  expect(first.stdout()).toMatch(
    new RegExp(`^Dashboard  http://localhost:${port}/setup#plink_\\w{32}\\?name=\\S+  \\(create your account\\)$`, 'm'),
  )

  first.signal('SIGKILL')
  await first.exited
  const second = start()
  expect(await sendPrinted(second)).toBe(key)

  second.signal('SIGINT')
  expect(await second.exited).toBe(0)
  expect(second.stderr()).toBe('')
  expect(await isUp()).toBe(false)
})

test('a program that dies is started again, and the next event arrives', async () => {
  const command = start()
  await sendPrinted(command)
  const { stdout } = await runCommand(['doctor', '--json'], { ...variables, PORT: String(port) })
  expect(JSON.parse(stdout)).toContainEqual({ check: `port ${port}`, state: 'ok', detail: 'the web process answers' })
  process.kill(pidOf(command, 'server/main.ts'), 'SIGKILL')
  await command.said(/^web was ended by SIGKILL; it is started again in 0.5 s\.$/m)
  await until('web answers again', isUp, startLimitMs)
  await sendPrinted(command)
})

test('without the demo, the one of an earlier start is removed; a second start on the same data is refused, and says what runs there', async () => {
  const earlier = start()
  await sendPrinted(earlier)
  earlier.signal('SIGTERM')
  await earlier.exited

  const first = start('--no-demo')
  await first.said(/^API key/m, startLimitMs)
  expect(first.stdout()).toMatch(/^Demo +removed, /m)
  expect(first.stdout()).not.toContain('curl')
  const { code, stderr } = await runCommand(['start', '--port', String(await freePort())], variables)
  expect(code).toBe(1)
  expect(stderr).toMatch(
    new RegExp(`^Posthorn runs on \\S+ already: http://localhost:${port} \\(process ${first.pid}\\)\\. Stop it, or .*\\n$`),
  )
})

test('a port that is taken is refused before anything is made', async () => {
  const other = createServer()
  await new Promise<void>(resolve => other.listen(port, resolve))
  const { code, stderr } = await runCommand(['start', '--port', String(port)], variables)
  await new Promise(resolve => other.close(resolve))
  expect(code).toBe(1)
  expect(stderr).toMatch(new RegExp(`^Port ${port} is taken by process ${process.pid} \\(.*\\)\\. .*npm start -- --port ${port + 10}\\n$`))
})

test('a data directory that cannot be written is refused in a sentence', async () => {
  const file = join(temporary.path, 'file')
  await writeFile(file, '')
  const { code, stderr } = await runCommand(['start'], { ...variables, POSTHORN_DATA_DIR: join(file, 'data') })
  expect(code).toBe(1)
  expect(stderr).toMatch(/^The data directory \S+ can’t be written \(.*\)\. Make it writable for this user, or set POSTHORN_DATA_DIR .*\n$/)
})

test.each([
  [{ DATABASE_URL: 'postgresql://a:b@127.0.0.1:1/c' }, /^With DATABASE_URL, set POSTHORN_SECRET and POSTHORN_ENCRYPTION_KEYS too: .*\n$/],
  [
    { DATABASE_URL: 'postgresql://a:b@127.0.0.1:1/c', POSTHORN_SECRET: 'A'.repeat(43), POSTHORN_ENCRYPTION_KEYS: 'A'.repeat(43) },
    /^The database can’t be used: nothing listens there\. .*\n$/,
  ],
])('%j is refused in a sentence', async (database, sentence) => {
  const { code, stderr } = await runCommand(['start', '--port', String(port)], { ...variables, ...database })
  expect(code).toBe(1)
  expect(stderr).toMatch(sentence)
})

/** The process of a supervisor's program, by its script. */
function pidOf(command: Command, script: string): number {
  const children = readFileSync(`/proc/${command.pid}/task/${command.pid}/children`, 'utf8').trim().split(' ')
  const found = children.find(pid => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(script))
  if (found === undefined) throw new Error(`no process runs ${script}`)
  return Number(found)
}
