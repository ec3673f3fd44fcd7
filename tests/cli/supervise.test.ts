import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { readableLine } from '#cli/log-line.ts'
import { restartDelayMs, type Supervised, supervise } from '#cli/supervise.ts'
import { until } from '#tests/support/until.ts'

let folder: string
let said: string[] = []
let messages: unknown[] = []
let running: Supervised | undefined

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'posthorn-supervise-'))
})
afterEach(async () => {
  await running?.stop()
  said = []
  messages = []
})
afterAll(() => rm(folder, { recursive: true }))

/** Supervises a program of these lines, and starts it again at once when it dies. */
async function run(lines: string, greeting?: unknown): Promise<Supervised> {
  const script = join(folder, 'program.mjs')
  await writeFile(script, lines)
  const program = {
    name: 'program',
    args: [script] as [string],
    variables: { COLOR: 'brass' },
    greeting,
    onMessage: (m: unknown) => messages.push(m),
  }
  running = supervise(
    program,
    text => said.push(text),
    () => 0,
  )
  return running
}

const stays = `process.send({ kind: 'ready' }); setInterval(() => {}, 1000); process.on('SIGTERM', () => process.exit(0));`

test('a program is ready when it says so, has its variables and its greeting', async () => {
  const supervised = await run(`${stays} process.on('message', m => process.send({ ...m, color: process.env.COLOR }))`, { hello: 'there' })
  await supervised.ready
  await until('the greeting comes back', () => messages.length > 0)
  expect(messages).toEqual([{ hello: 'there', color: 'brass' }])
  expect(said).toEqual([])
})

test('one that dies is started again, and that is said', async () => {
  const supervised = await run(`process.send({ pid: process.pid }); ${stays}`)
  await supervised.ready
  const [{ pid }] = messages as [{ pid: number }]
  process.kill(pid, 'SIGKILL')
  await until('it runs again', () => messages.length === 2)
  expect(said).toEqual(['program was ended by SIGKILL; it is started again in 0 s.'])
})

test('one that keeps dying before it was ready is given up on', async () => {
  const supervised = await run('process.exit(3)')
  await expect(supervised.ready).rejects.toThrow('program can’t start (ended with code 3); what it said is above.')
})

test('a restart that was asked for is not said', async () => {
  const supervised = await run(`process.send({ pid: process.pid }); ${stays}`)
  await supervised.ready
  supervised.restart()
  await until('it runs again', () => messages.length === 2)
  expect(said).toEqual([])
})

test('stopping waits for what it does on SIGTERM, and starts nothing again', async () => {
  const supervised = await run(
    `process.on('SIGTERM', () => setImmediate(() => process.send('drained', () => process.exit(0))))
     process.send({ kind: 'ready' }); setInterval(() => {}, 1000)`,
  )
  await supervised.ready
  await supervised.stop()
  await until('its last word has come', () => messages.length > 0)
  expect(messages).toEqual(['drained'])
  expect(said).toEqual([])
})

test('warnings in its log are said in words, once each', async () => {
  const supervised = await run(
    `for (const level of [30, 40, 40]) console.log(JSON.stringify({ level, msg: 'at ' + level, error: 'why' })); console.log('chatter'); ${stays}`,
  )
  await supervised.ready
  await until('the warning is said', () => said.length > 0)
  expect(said).toEqual(['program: at 40 (why)'])
})

test('the pause before the next start doubles from half a second to half a minute', () => {
  expect([1, 2, 3, 6, 7, 8, 50].map(restartDelayMs)).toEqual([500, 1_000, 2_000, 16_000, 30_000, 30_000, 30_000])
})

test.each([
  ['{"level":50,"msg":"a page failed","err":{"message":"boom"}}', 'web: a page failed (boom)'],
  ['{"level":50,"msg":"boom","err":{"message":"boom"}}', 'web: boom'],
  ['{"level":30,"msg":"request"}', null],
  ['✓ Running next.config.mjs took 12ms', null],
  ['{"level":"high"}', null],
])('%s reads %j', (line, text) => {
  expect(readableLine('web', line)).toBe(text)
})
