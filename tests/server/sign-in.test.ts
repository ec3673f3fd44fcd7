import { randomBytes } from 'node:crypto'
import { beforeEach, expect, test } from 'vitest'
import { hashPassword } from '#server/auth/password.ts'
import { signIn } from '#server/auth/sign-in.ts'
import { sha256 } from '#server/crypto.ts'
import { pool, prisma } from '#server/db.ts'

const password = 'correct horse battery'
const passwordHash = await hashPassword(password)
let email: string
let address: string

beforeEach(async () => {
  email = `${randomBytes(6).toString('hex')}@example.com`
  address = `2001:db8::${randomBytes(2).toString('hex')}`
  await prisma.user.create({ data: { email, name: 'Ada', passwordHash } })
})

const guess = (what: Partial<Parameters<typeof signIn>[0]> = {}) => signIn({ email, password: 'wrong', address, ...what })

test('the right password signs in, whatever the case of the address', async () => {
  expect(await guess({ password, email: ` ${email.toUpperCase()} ` })).toMatchObject({ kind: 'signed-in', sessionVersion: 0 })
})

test('an unknown account and a wrong password get the same answer', async () => {
  expect(await guess()).toEqual({ kind: 'refused' })
  expect(await guess({ email: 'nobody@example.com' })).toEqual({ kind: 'refused' })
})

test('an address is a text, not a pattern', async () => {
  expect(await guess({ email: `%${email.slice(1)}`, password })).toEqual({ kind: 'refused' })
  expect(await guess({ email: email.replace(/^./, '_'), password })).toEqual({ kind: 'refused' })
})

test('ten wrong tries close the account for the rest of a quarter of an hour, from everywhere', async () => {
  const answers = await Promise.all(Array.from({ length: 10 }, () => guess()))
  expect(answers.every(answer => answer.kind === 'refused')).toBe(true)
  const closed = await guess({ password, address: '192.0.2.1' })
  expect(closed).toMatchObject({ kind: 'throttled' })
  expect(closed.kind === 'throttled' && closed.retryAfterSeconds).toBeGreaterThan(14 * 60)

  await pool.query(`update sign_in_failure set first_at = first_at - interval '15 minutes 1 second'`)
  expect(await guess({ password })).toMatchObject({ kind: 'signed-in' })
})

test('parallel guesses count as well', async () => {
  const answers = await Promise.all(Array.from({ length: 14 }, () => guess()))
  expect(answers.filter(answer => answer.kind === 'throttled')).toHaveLength(4)
})

test('a success forgets what was held against the account, and the address gets its try back', async () => {
  for (let i = 0; i < 9; i++) await guess()
  expect(await guess({ password })).toMatchObject({ kind: 'signed-in' })
  expect(await guess()).toEqual({ kind: 'refused' })
  const { rows } = await pool.query(`select failure_count from sign_in_failure order by failure_count desc limit 1`)
  expect(rows[0].failure_count).toBeGreaterThanOrEqual(10)
})

test('one address may not try many accounts', async () => {
  await guess({ email: 'nobody@example.com' })
  const { rowCount } = await pool.query('update sign_in_failure set failure_count = 50 where key = $1', [sha256(`address ${address}`)])
  expect(rowCount).toBe(1)
  expect(await guess({ password })).toMatchObject({ kind: 'throttled' })
  expect(await guess({ password, address: '192.0.2.2' })).toMatchObject({ kind: 'signed-in' })
})
