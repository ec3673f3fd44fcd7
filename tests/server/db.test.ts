import { afterAll, expect, test } from 'vitest'
import { closePools, hotPool, pool, transaction } from '#server/db.ts'

afterAll(closePools)

test.each([
  ['the pool', pool],
  ['the hot path’s pool', hotPool],
])('a connection that is lost while somebody holds it costs its holder, not the process: %s', async (_, from) => {
  const client = await from.connect()
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
  const ended = new Promise(resolve => client.once('end', resolve))
  // Without anybody listening, this error would be thrown where nobody can catch it.
  await pool.query('select pg_terminate_backend($1)', [rows[0]!.pid])
  await ended
  await expect(client.query('select')).rejects.toThrow()
  client.release(true)
  expect((await from.query('select 1 as one')).rows).toEqual([{ one: 1 }])
})

test('a transaction whose connection is lost fails, and the next one works', async () => {
  const lost = transaction(async client => {
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
    await pool.query('select pg_terminate_backend($1)', [rows[0]!.pid])
    await client.query('select pg_sleep(1)')
  })
  await expect(lost).rejects.toThrow()
  expect(await transaction(async client => (await client.query('select 1 as one')).rows)).toEqual([{ one: 1 }])
})

test('a deadlock is repeated, a fault is not', async () => {
  let runs = 0
  const deadlock = Object.assign(new Error('deadlock detected'), { code: '40P01' })
  expect(await transaction(async () => (++runs < 3 ? Promise.reject(deadlock) : runs))).toBe(3)
  await expect(transaction(async () => Promise.reject(new Error(`run ${++runs}`)))).rejects.toThrow('run 4')
})
