import { afterAll, describe, expect, test } from 'vitest'
import { pool } from '#server/db.ts'
import { until } from '#tests/support/until.ts'
import { alone, aloneConnected } from '#worker/tasks/alone.ts'
import { weeksAhead } from '#worker/tasks/partitions.ts'
import { startTasks, taskFailureCount } from '#worker/tasks/tasks.ts'

afterAll(() => pool.end())

/** For something that goes on until it is let go. */
function held() {
  const [begun, end] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  return { begun: begun.promise, begin: begun.resolve, end: end.promise, release: end.resolve }
}

describe('a task', () => {
  test('of one transaction is done by one worker at a time; another kind is not in its way', async () => {
    const { begun, begin, end, release } = held()
    const first = alone('a', async () => {
      begin()
      await end
      return 'first'
    })
    await begun
    expect(await alone('a', async () => 'second')).toBe(null)
    expect(await alone('b', async () => 'other')).toBe('other')
    release()
    expect(await first).toBe('first')
    expect(await alone('a', async () => 'third')).toBe('third')
  })

  test('that fails leaves nothing behind, its lock included', async () => {
    const attempt = alone('a', async db => {
      await db.query(`create table left_behind ()`)
      throw new Error('on purpose')
    })
    await expect(attempt).rejects.toThrow('on purpose')
    expect(await alone('a', async db => (await db.query(`select to_regclass('left_behind') as found`)).rows[0].found)).toBe(null)
  })

  test('does not make others queue behind a lock that it waits for', async () => {
    const client = await pool.connect()
    await client.query('begin')
    await client.query('lock table link_token in access exclusive mode')
    await expect(alone('a', db => db.query('select from link_token'))).rejects.toMatchObject({ code: '55P03' })
    await client.query('rollback')
    client.release()
  })

  test('of a connection of its own is alone as well, until that connection is gone', async () => {
    const { begun, begin, end, release } = held()
    let runs = 0
    const first = aloneConnected('a', async () => {
      runs++
      begin()
      await end
    })
    await begun
    await aloneConnected('a', async () => {
      runs++
    })
    expect(runs).toBe(1)
    release()
    await first
    await aloneConnected('a', async db => {
      runs++
      // Not in a transaction: what can't be in one would raise.
      await db.query('vacuum link_token')
    })
    expect(runs).toBe(2)
  })

  test('whose connection breaks fails, and the lock is free', async () => {
    const broken = aloneConnected('a', async db => {
      const { rows } = await db.query<{ pid: number }>('select pg_backend_pid() as pid')
      await pool.query('select pg_terminate_backend($1)', [rows[0]!.pid])
      await db.query('select 1')
    })
    await expect(broken).rejects.toThrow()
    let ran = false
    await until('the lock is free', async () => {
      await aloneConnected('a', async () => {
        ran = true
      })
      return ran
    })
  })
})

test('all tasks run as soon as a worker starts, fail in nothing, and end with it', async () => {
  const stopping = new AbortController()
  const ended = startTasks(stopping.signal)
  await until('partitions were looked at', () => weeksAhead())
  expect(weeksAhead()).toBeGreaterThanOrEqual(2)
  stopping.abort()
  await ended
  expect(taskFailureCount()).toBe(0)
  const { rows } = await pool.query(`select count(*)::int as locks from pg_locks where locktype = 'advisory'
    and database = (select oid from pg_database where datname = current_database())`)
  expect(rows[0].locks).toBe(0)
})

test('a task that fails is counted, and stops none of the others', async () => {
  await pool.query('alter table delivery_stat_progress rename to hidden')
  const before = taskFailureCount()
  const stopping = new AbortController()
  const ended = startTasks(stopping.signal)
  await until('it is counted', () => taskFailureCount() > before)
  stopping.abort()
  await ended
  await pool.query('alter table hidden rename to delivery_stat_progress')
})
