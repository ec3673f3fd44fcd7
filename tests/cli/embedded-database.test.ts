import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type EmbeddedDatabase, startEmbedded } from '#cli/embedded-database.ts'
import { freePort } from '#tests/support/port.ts'
import { makeTemporary, type Temporary } from '#tests/support/temporary.ts'

const password = randomBytes(16).toString('hex')
let temporary: Temporary
let port: number
let database: EmbeddedDatabase | undefined

beforeAll(async () => {
  temporary = await makeTemporary()
  port = await freePort()
})
afterEach(async () => {
  await database?.stop()
})
afterAll(() => temporary.remove())

const start = async (on = port) => {
  database = await startEmbedded({ dir: join(temporary.path, 'db'), port: on, password, settings: { fsync: 'off' } })
  return database
}

async function ask<T>({ url }: EmbeddedDatabase, query: string): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(query)).rows[0]
  } finally {
    await client.end()
  }
}

test('starts PostgreSQL 18 from nothing, keeps what was written, and goes when it is told to', async () => {
  const first = await start()
  expect(first.attached).toBe(false)
  expect(await ask(first, `select current_setting('server_version_num')::int / 10000 as major`)).toEqual({ major: 18 })
  await ask(first, 'create table kept as select 1 as one')
  await first.stop()
  expect(await first.exited).toBe('ended with code 0')
  await expect(ask(first, 'select 1')).rejects.toThrow('ECONNREFUSED')
  expect(await ask(await start(), 'select one from kept')).toEqual({ one: 1 })
})

test('attaches to one that is running, on the port that it has, and can stop it', async () => {
  const first = await start()
  const second = await start(await freePort())
  expect(second).toMatchObject({ attached: true, pid: first.pid, url: first.url })
  await second.stop()
  expect(await first.exited).toBe('ended with code 0')
})

test('recovers after a kill, as often as it happens', async () => {
  for (const round of [1, 2]) {
    const killed = await start()
    await ask(killed, `create table round_${round} as select ${round} as one`)
    process.kill(killed.pid, 'SIGKILL')
    expect(await killed.exited).toContain('SIGKILL')
  }
  expect(await ask(await start(), 'select one from round_2')).toEqual({ one: 2 })
})

test('a lock whose process number belongs to something else by now is no lock', async () => {
  const first = await start()
  const lock = readFileSync(join(first.dataDirectory, 'postmaster.pid'), 'utf8')
  await first.stop()
  // What a container leaves behind: the number is that of another process today.
  writeFileSync(join(first.dataDirectory, 'postmaster.pid'), lock.replace(/^\d+/, String(process.ppid)))
  expect((await start()).attached).toBe(false)
})

test('data of another PostgreSQL is refused in a sentence', async () => {
  const first = await start()
  await first.stop()
  const versionFile = join(first.dataDirectory, 'PG_VERSION')
  writeFileSync(versionFile, '16\n')
  await expect(start()).rejects.toThrow(/was made by PostgreSQL 16, and this Posthorn brings 18/)
  writeFileSync(versionFile, '18\n')
})
