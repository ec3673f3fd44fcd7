import { expect, test } from 'vitest'
import { hashPassword, verifyPassword } from '#server/auth/password.ts'

test('a password is found again by its hash, and no other is', async () => {
  const stored = await hashPassword('correct horse battery')
  expect(stored).toMatch(/^scrypt\$15\$8\$3\$[\w-]{22}\$[\w-]{43}$/)
  expect(await verifyPassword('correct horse battery', stored)).toBe(true)
  expect(await verifyPassword('correct horse batter', stored)).toBe(false)
  expect(await hashPassword('correct horse battery')).not.toBe(stored)
})

test('the same characters match, however they were typed', async () => {
  const stored = await hashPassword('caf\u00e9 au lait 1')
  expect(await verifyPassword('cafe\u0301 au lait 1', stored)).toBe(true)
})

test('no account is a wrong password, and takes as long', async () => {
  const stored = await hashPassword('correct horse battery')
  await verifyPassword('', null) // makes the decoy
  const time = async (hash: string | null) => {
    const start = performance.now()
    expect(await verifyPassword('guess', hash)).toBe(false)
    return performance.now() - start
  }
  const known = await time(stored)
  const unknown = await time(null)
  expect(unknown).toBeGreaterThan(known / 4)
})

test('many at once wait for each other and all end', async () => {
  const stored = await hashPassword('correct horse battery')
  const answers = await Promise.all(Array.from({ length: 6 }, (_, i) => verifyPassword(i % 2 ? 'wrong' : 'correct horse battery', stored)))
  expect(answers).toEqual([true, false, true, false, true, false])
})
