import { afterAll, expect, onTestFinished, test } from 'vitest'
import { closePools, pool } from '#server/db.ts'
import { announce, listen, notifier, stopListening, subscribe } from '#server/notify.ts'
import { until } from '#tests/support/until.ts'

afterAll(async () => {
  stopListening()
  await notifier().close()
  await closePools()
})

const listeners = async () =>
  (await pool.query<{ pid: number }>(`select pid from pg_stat_activity where datname = current_database() and query ilike 'listen %'`)).rows

const notifiers = async () =>
  (await pool.query<{ pid: number }>(`select pid from pg_stat_activity where datname = current_database() and query ilike 'notify %'`)).rows

const cutListeners = () =>
  pool.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query ilike 'listen %'`)

/** Counts calls; resolves once connected, which is a call too, because what was sent before is lost. */
async function counted() {
  const stop = new AbortController()
  onTestFinished(() => stop.abort())
  let calls = 0
  listen('posthorn_deliver', () => calls++, stop.signal)
  /** Waits for a call after what is done here: an earlier test's announcement may still come, too. */
  const calledAfter = async (what: string, work: () => unknown): Promise<number> => {
    const before = calls
    await work()
    await until(what, () => calls > before)
    return calls - before
  }
  await until('the listener is connected', () => calls > 0)
  return { stop, calledAfter }
}

const announceMany = (count: number) => {
  for (let i = 0; i < count; i++) announce('posthorn_deliver')
}

test('hundreds of announcements of a moment are few notifications, and the last is not lost', async () => {
  const { calledAfter } = await counted()
  expect(await calledAfter('it is told', () => announceMany(500))).toBeLessThan(10)
  await calledAfter('it is told again', () => announceMany(1))
})

test('a lost connection is made again, and the listener called, because something may have been missed', async () => {
  const { calledAfter } = await counted()
  await calledAfter('it is connected again', cutListeners)
  await calledAfter('it is told', () => announceMany(1))
})

test('an announcer that lost its connection goes on with a new one', async () => {
  const { calledAfter } = await counted()
  await calledAfter('it is told', () => announceMany(1))
  await pool.query(
    `select pg_terminate_backend(pid, 10000) from pg_stat_activity where datname = current_database() and query ilike 'notify %'`,
  )
  // One may be lost with the connection: polling is the guarantee, the notification only the speed.
  await calledAfter('it is told by a new connection', () =>
    until('there is one', async () => {
      announceMany(1)
      return (await notifiers()).length > 0
    }),
  )
})

test('listening ends with its signal', async () => {
  const { stop } = await counted()
  stop.abort()
  await until('nobody listens', async () => (await listeners()).length === 0)
})

test('many subscribers of a process share a connection; one that leaves is not called', async () => {
  const calls = [0, 0]
  const leave = calls.map((_, i) => subscribe('posthorn_revoked', () => calls[i]!++))
  await until('both were called', () => calls.every(count => count > 0))
  expect(await listeners()).toHaveLength(1)
  leave[0]!()
  const before = [...calls]
  announce('posthorn_revoked')
  await until('the other is called', () => calls[1]! > before[1]!)
  expect(calls[0]).toBe(before[0])
})
