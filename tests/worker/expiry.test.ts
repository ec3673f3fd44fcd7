import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { sha256 } from '#server/crypto.ts'
import { pool, prisma } from '#server/db.ts'
import { answerOnce } from '#server/idempotency/answer-once.ts'
import { createResetLink, createSetupLink } from '#server/users/links.ts'
import { moveClock } from '#tests/support/clock.ts'
import { type Merchant, seedMerchant } from '#tests/support/seed.ts'
import { forgetExpired, forgetExpiredKeys } from '#worker/tasks/expiry.ts'

afterAll(() => pool.end())

const going = new AbortController().signal
const hour = 3_600

const countOf = async (table: string): Promise<number> => (await pool.query(`select count(*)::int as count from ${table}`)).rows[0].count

describe('keys of messages', () => {
  let shop: Merchant
  beforeEach(async () => {
    await pool.query('truncate message_key')
    await pool.query('select create_partitions(pgboss.job_now())')
    shop = await seedMerchant()
  })

  const keys = async (): Promise<string[]> =>
    (await pool.query<{ key: string }>('select key from message_key order by key')).rows.map(row => row.key)
  const everyTurn = async (): Promise<void> => {
    for (let turn = 0; turn < 144; turn++) await forgetExpiredKeys(going, turn)
  }

  test('go after 12 hours, those of events when their message goes', async () => {
    await shop.post({ eventId: 'event', idempotencyKey: 'key' })
    await everyTurn()
    expect(await keys()).toEqual(['event', 'key'])
    await moveClock(13 * hour)
    await shop.post({ eventId: 'event 2', idempotencyKey: 'key 2' })
    await everyTurn()
    expect(await keys()).toEqual(['event', 'event 2', 'key 2'])
    await moveClock(90 * 24 * hour - 6 * hour)
    await pool.query('select create_partitions(pgboss.job_now())')
    await everyTurn()
    expect(await keys()).toEqual(['event 2'])
  })

  test('are all looked at in the 144 turns of half a day, wherever they are', async () => {
    const values = Array.from({ length: 5_000 }, (_, i) => `key ${i}`)
    await pool.query(
      `insert into message_key select $1, 0, key, uuid_v7_floor(pgboss.job_now() - interval '1 day'), '' from unnest($2::text[]) key`,
      [shop.applicationId, values],
    )
    let left = 5_000
    let largest = 0
    for (let turn = 0; turn < 144; turn++) {
      await forgetExpiredKeys(going, turn)
      const now = await countOf('message_key')
      largest = Math.max(largest, left - now)
      left = now
    }
    expect(left).toBe(0)
    // Never more than one of the sixteen tables.
    expect(largest).toBeLessThan(1_000)
  })

  test('the turn of the moment follows from the time', async () => {
    await pool.query(
      `insert into message_key select $1, 0, i::text, uuid_v7_floor(pgboss.job_now() - interval '1 day'), '' from generate_series(1, 2000) i`,
      [shop.applicationId],
    )
    for (let step = 0; step < 144; step++) {
      await forgetExpiredKeys(going)
      await moveClock(300)
    }
    expect(await countOf('message_key')).toBe(0)
  })

  test('one that is being taken over is left alone, and nobody waits', async () => {
    await shop.post({ idempotencyKey: 'key' })
    await moveClock(13 * hour)
    const client = await pool.connect()
    await client.query('begin')
    await client.query(`update message_key set message_id = uuid_v7() where key = 'key'`)
    await everyTurn()
    await client.query('commit')
    client.release()
    expect(await keys()).toEqual(['key'])
  })
})

test('answers of keyed requests go after 12 hours', async () => {
  const answer = (key: string) =>
    answerOnce({ key: sha256(key), bodyHash: sha256('body'), by: { actor: { kind: 'system', name: 'test' } } }, async () => ({
      status: 201,
      body: '{}',
    }))
  await answer('first')
  await moveClock(11 * hour)
  await answer('second')
  await forgetExpired(going)
  expect(await countOf('idempotent_response')).toBe(2)
  await moveClock(2 * hour)
  await forgetExpired(going)
  expect(await countOf('idempotent_response')).toBe(1)
})

test('reset links go when they are over; the link to the first account has no end', async () => {
  await createSetupLink()
  const user = await prisma.user.create({ data: { email: 'a@example.com', name: 'A', passwordHash: '-' } })
  const now = (await pool.query<{ now: Date }>('select pgboss.job_now() as now')).rows[0]!.now
  await createResetLink(user.id as Parameters<typeof createResetLink>[0], now)
  await forgetExpired(going)
  expect(await countOf('link_token')).toBe(2)
  await moveClock(25 * hour)
  await forgetExpired(going)
  expect((await pool.query('select purpose from link_token')).rows).toEqual([{ purpose: 'setup' }])
})

test('failed sign-ins go a day after their window began', async () => {
  await pool.query(
    `insert into sign_in_failure values ('a', 3, pgboss.job_now() - interval '1 hour'), ('b', 3, pgboss.job_now() - interval '25 hours')`,
  )
  await forgetExpired(going)
  expect((await pool.query(`select key from sign_in_failure`)).rows).toEqual([{ key: Buffer.from('a') }])
})
