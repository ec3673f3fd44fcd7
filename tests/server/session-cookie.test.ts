import { decode, encode } from 'next-auth/jwt'
import { expect, test } from 'vitest'
import { sessionCookie, sessionSeconds, sessionSecret, slideSession } from '#server/auth/session-cookie.ts'

const now = () => Math.floor(Date.now() / 1_000)
const session = () => encode({ token: { sub: 'user', version: 3 }, secret: sessionSecret(), maxAge: sessionSeconds })

test('a fresh session stays as it is; a used one begins anew with the same content', async () => {
  const value = await session()
  expect(await slideSession(value)).toBeNull()
  const next = (await slideSession(value, now() + 16 * 60))!
  expect(next).not.toBe(value)
  expect(await decode({ token: next, secret: sessionSecret() })).toMatchObject({ sub: 'user', version: 3 })
})

test('what is no session of ours does not become one', async () => {
  const foreign = await encode({ token: { sub: 'user', version: 3 }, secret: 'another secret', maxAge: sessionSeconds })
  for (const value of ['', 'nonsense', foreign]) expect(await slideSession(value, now() + 16 * 60)).toBeNull()
  const over = await encode({ token: { sub: 'user', version: 3 }, secret: sessionSecret(), maxAge: -60 })
  expect(await slideSession(over, now() + 16 * 60)).toBeNull()
})

test('scripts can’t read the cookie', () => {
  expect(sessionCookie.options).toMatchObject({ httpOnly: true, sameSite: 'lax', path: '/' })
})
