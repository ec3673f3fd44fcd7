import { afterAll, beforeEach, expect, test } from 'vitest'
import type { Context } from '#server/context.ts'
import { pool } from '#server/db.ts'
import { createRequestLog, type Refusal } from '#server/request-log/keep.ts'
import { closeDatabase } from '#tests/support/database.ts'
import { seedEnvironment } from '#tests/support/seed.ts'

afterAll(closeDatabase)

let context: Context
let now: number
beforeEach(async () => {
  context = await seedEnvironment()
  now = 0
})

const callerId = '01900000-0000-7000-8000-000000000001'
const otherId = '01900000-0000-7000-8000-000000000002'

const refusal = (path: string, id = callerId): Refusal => ({
  by: { environmentId: context.environmentId, kind: 'key', id },
  tokenStart: null,
  requestId: path,
  method: 'GET',
  path,
  operation: null,
  status: 404,
  code: 'not_found',
  reason: 'There is no such operation.',
  body: null,
})

const kept = async () =>
  (
    await pool.query<{ path: string; more: number }>('select path, more from request_log where environment_id = $1 order by id', [
      context.environmentId,
    ])
  ).rows

test('of a flood sixty are kept, then one in five seconds, which counts the others', async () => {
  const log = createRequestLog(() => now)
  for (let n = 1; n <= 200; n++) log.keep(refusal(`/${n}`))
  log.keep(refusal('/other', otherId))
  await log.flush()
  expect(await kept()).toHaveLength(61)

  now = 4_000
  await log.flush()
  expect(await kept()).toHaveLength(61)
  now = 5_000
  await log.flush()
  expect((await kept()).slice(61)).toEqual([{ path: '/200', more: 139 }])

  now = 10_000
  log.keep(refusal('/later'))
  await log.flush()
  expect((await kept()).slice(62)).toEqual([{ path: '/later', more: 0 }])
  expect(log.droppedCount()).toBe(0)
})

test('what is too much is dropped and counted', async () => {
  const log = createRequestLog(() => now)
  for (let n = 0; n < 510; n++) log.keep(refusal('/', callerId.replace(/.{3}$/, String(n).padStart(3, '0'))))
  expect(log.droppedCount()).toBe(10)
  await log.flush()
  expect(await kept()).toHaveLength(500)
  log.keep(refusal('/after'))
  await log.flush()
  expect(await kept()).toHaveLength(501)
})

test('what the database does not take is dropped and counted, and what comes later is kept', async () => {
  const log = createRequestLog(() => now)
  log.keep(refusal('a\0b'))
  await log.flush()
  log.keep(refusal('/later'))
  await log.flush()
  expect([await kept(), log.droppedCount()]).toEqual([[{ path: '/later', more: 0 }], 1])
})
