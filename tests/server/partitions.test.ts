import { afterAll, expect, test } from 'vitest'
import { pool } from '#server/db.ts'
import { createPartitions } from '#server/partitions/sql.ts'
import { moveClock, resetClock } from '#tests/support/clock.ts'
import { watchPartitions, weeksAhead } from '#worker/tasks/partitions.ts'

afterAll(async () => {
  await resetClock()
  await pool.end()
})

const weekSeconds = 604_800

const one = async <T>(text: string, values: unknown[] = []): Promise<T> => Object.values((await pool.query(text, values)).rows[0])[0] as T
const partitionsOf = async (parent: string): Promise<number[]> => {
  const { rows } = await pool.query(`select inhrelid::regclass::text as name from pg_inherits where inhparent = $1::regclass`, [parent])
  return rows.map(row => Number(row.name.slice(parent.length + 1))).sort((a, b) => a - b)
}

test('a week is seven days since 1970, in every time zone, and its bounds belong to it and the next', async () => {
  const client = await pool.connect()
  for (const zone of ['UTC', 'Pacific/Kiritimati', 'America/Los_Angeles']) {
    await client.query(`set time zone '${zone}'`)
    const { rows } = await client.query(
      `select week_of(week_start(2968)) as first, week_of(week_start(2969) - interval '1 microsecond') as last, week_of(week_start(2969)) as next`,
    )
    expect(rows[0]).toEqual({ first: 2968, last: 2968, next: 2969 })
  }
  await client.query('reset time zone')
  client.release()
  expect(await one<number>(`select week_of('1969-12-31 23:59:59+00')`)).toBe(-1)
})

test('a migrated database has this week and those ahead', async () => {
  const week = await one<number>('select week_of(now())')
  const ahead = (count: number) => Array.from({ length: count + 1 }, (_, i) => week + i)
  for (const parent of ['message', 'delivery', 'attempt', 'search_value']) expect(await partitionsOf(parent)).toEqual(ahead(4))
  expect(await partitionsOf('payload')).toEqual(ahead(15))
})

test('as time goes by the missing ones are made, and asking twice makes none twice', async () => {
  expect(await one<number>(createPartitions.text)).toBe(0)
  await moveClock(2 * weekSeconds)
  expect(await one<number>(createPartitions.text)).toBe(4 * 2 + 2 + 14)
  expect(await one<number>(createPartitions.text)).toBe(0)
})

test('every moment from now to the end of what was made ahead has a place, in the partition of its week', async () => {
  const week = await one<number>('select week_of(pgboss.job_now())')
  for (let ahead = 0; ahead <= 4; ahead++)
    for (const at of ['week_start($1)', `week_start($1 + 1) - interval '1 millisecond'`]) {
      const place = await one<string>(
        `insert into message (id, environment_id, application_id, event_type, expires_at)
         values (uuid_v7_floor(${at.replaceAll('$1', '$1::int')}), uuid_v7(), uuid_v7(), 'a', now()) returning tableoid::regclass::text`,
        [week + ahead],
      )
      expect(place).toBe(`message_${week + ahead}`)
    }
})

test('there is no partition that takes whatever comes', async () => {
  await expect(pool.query(`insert into payload values (1, uuid_v7(), '')`)).rejects.toMatchObject({ code: '23514' })
})

test('the hot tables leave room on their pages', async () => {
  const week = await one<number>('select week_of(now())')
  expect(await one<string[]>(`select reloptions from pg_class where relname = $1`, [`delivery_${week}`])).toContain('fillfactor=80')
})

/** What the gauge says after a look. */
const ahead = async (): Promise<number | null> => {
  await watchPartitions()
  return weeksAhead()
}

test('the weeks ahead are those of the table that runs out first, a payload counted from the day it expires', async () => {
  await pool.query(createPartitions)
  // 90 days are 12 or 13 weeks on, by the day of the week; 15 were made.
  const made = (await one<number>(`select 15 - (week_of(pgboss.job_now() + interval '90 days') - week_of(pgboss.job_now()))`)) as number
  expect(await ahead()).toBe(made)
  expect(made).toBeGreaterThanOrEqual(2)
  await moveClock(weekSeconds)
  expect(await ahead()).toBe(made - 1)
  await pool.query(createPartitions)
  expect(await ahead()).toBe(made)

  const week = await one<number>('select week_of(pgboss.job_now())')
  await pool.query(`drop table attempt_${week + 1}`)
  expect(await ahead()).toBe(0)
  await pool.query(`drop table message_${week}`)
  expect(await ahead()).toBe(-1)
  await pool.query(createPartitions)
  expect(await ahead()).toBe(made)
})

test('a table that is on its way out, or stands beside, is no partition', async () => {
  const week = await one<number>('select week_of(pgboss.job_now())')
  await pool.query(`alter table delivery detach partition delivery_${week + 1} concurrently`)
  expect(await ahead()).toBe(0)
  await pool.query(`drop table delivery_${week + 1}`)
  await pool.query(createPartitions)
})
