import { afterAll, describe, expect, test } from 'vitest'
import { pool, prisma } from '#server/db.ts'
import { AppError } from '#server/errors.ts'
import { randomToken } from '#server/ids.ts'
import { type ActedBy, isAway, isLockTimeout, type Tx, unlessTaken, write } from '#server/writes.ts'

afterAll(() => pool.end())

const raise = (tx: Tx, state: string) =>
  tx.$executeRawUnsafe(`do $$ begin raise exception using errcode = '${state}', message = 'test'; end $$`)
const errorOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    error => error,
  )
const somebody: ActedBy = { actor: { kind: 'system', name: 'test' } }
const slug = () => randomToken(12).toLowerCase()

describe('write', () => {
  test.each(['40001', '40P01'])('repeats after %s, and only what the last try wrote stays', async state => {
    const slugs = [slug(), slug(), slug()]
    let tries = 0
    await write(somebody, async tx => {
      await tx.organization.create({ data: { slug: slugs[tries] ?? '', name: 'x' } })
      if (++tries < 3) await raise(tx, state)
    })
    expect((await prisma.organization.findMany({ where: { slug: { in: slugs } } })).map(row => row.slug)).toEqual([slugs[2]])
  })

  test('gives up after five tries', async () => {
    let tries = 0
    const work = (tx: Tx) => {
      tries++
      return raise(tx, '40001')
    }
    const error = await errorOf(write(somebody, work))
    expect([tries, error]).toEqual([5, expect.any(Error)])
  })

  test('repeats nothing else, and undoes it', async () => {
    let tries = 0
    const name = slug()
    const failing = write(somebody, async tx => {
      tries++
      await tx.organization.create({ data: { slug: name, name } })
      throw new Error('broken')
    })
    await expect(failing).rejects.toThrow('broken')
    expect([tries, await prisma.organization.count({ where: { slug: name } })]).toEqual([1, 0])
  })
})

test('isAway: shut down, too many connections, disk full, a killed connection; not a fault of ours', async () => {
  for (const state of ['57P01', '53300', '53100']) expect(isAway(await errorOf(write(somebody, tx => raise(tx, state))))).toBe(true)
  expect(isAway(await errorOf(prisma.$queryRawUnsafe('select pg_terminate_backend(pg_backend_pid())')))).toBe(true)
  for (const state of ['22P02', '42601']) expect(isAway(await errorOf(write(somebody, tx => raise(tx, state))))).toBe(false)
})

test('isLockTimeout', async () => {
  expect(isLockTimeout(await errorOf(write(somebody, tx => raise(tx, '55P03'))))).toBe(true)
  expect(isLockTimeout(await errorOf(write(somebody, tx => raise(tx, '57P01'))))).toBe(false)
})

test('unlessTaken: a unique index that refuses, and every other error as it is', async () => {
  const [one, two] = [await organization(), await organization()]
  const taken = new AppError('conflict', 'taken')
  const move = (to: string) => unlessTaken(prisma.organization.update({ where: { slug: two }, data: { slug: to } }), taken)
  await expect(move(one)).rejects.toBe(taken)
  await expect(move('Not A Slug')).rejects.not.toBe(taken)
})

const organization = async () => (await prisma.organization.create({ data: { slug: slug(), name: 'x' } })).slug
