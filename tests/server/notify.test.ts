import { afterAll, expect, test } from 'vitest'
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

const cutListeners = () =>
  pool.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query ilike 'listen %'`)

/** Counts calls; resolves once connected, which is a call too, because what was sent before is lost. */
async function counted(stop: AbortController) {
  const counter = { calls: 0 }
  listen('posthorn_deliver', () => counter.calls++, stop.signal)
  await until('the listener is connected', () => counter.calls === 1)
  return counter
}

test('hundreds of announcements of a moment are few notifications, and the last is not lost', async () => {
  const stop = new AbortController()
  const counter = await counted(stop)
  for (let i = 0; i < 500; i++) announce('posthorn_deliver')
  await until('it is told', () => counter.calls > 1)
  expect(counter.calls).toBeLessThan(10)
  const before = counter.calls
  announce('posthorn_deliver')
  await until('it is told again', () => counter.calls > before)
  stop.abort()
})

test('a lost connection is made again, and the listener called, because something may have been missed', async () => {
  const stop = new AbortController()
  const counter = await counted(stop)
  await cutListeners()
  await until('it is connected again', () => counter.calls === 2)
  announce('posthorn_deliver')
  await until('it is told', () => counter.calls === 3)
  stop.abort()
})

test('an announcer that lost its connection goes on with a new one', async () => {
  const stop = new AbortController()
  const counter = await counted(stop)
  announce('posthorn_deliver')
  await until('it is told', () => counter.calls === 2)
  await pool.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query ilike 'notify %'`)
  await until('it is told by a new connection', () => {
    announce('posthorn_deliver')
    return counter.calls > 2
  })
  stop.abort()
})

test('listening ends with its signal', async () => {
  const stop = new AbortController()
  await counted(stop)
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
