import { expect, test } from 'vitest'
import { findSignedIn, openEnvironment } from '#server/auth/membership.ts'
import { signIn } from '#server/auth/sign-in.ts'
import { prisma } from '#server/db.ts'
import type { Id } from '#server/ids.ts'
import { listEnvironmentsOf } from '#server/organizations/queries.ts'
import { createAccount, resetPassword, signOutEverywhere, viewLink } from '#server/users/accounts.ts'
import { createResetLink, createSetupLink } from '#server/users/links.ts'

const password = 'correct horse battery'

/** One after the other on purpose: there is a first account only once. */
test('the life of the first account', async () => {
  const link = (await createSetupLink())!
  const another = (await createSetupLink())!
  expect(await viewLink(link)).toEqual({ purpose: 'setup' })
  expect(await createAccount({ link: `plink_${'x'.repeat(32)}`, name: 'Eve', email: 'eve@example.com', password })).toEqual({
    kind: 'link_invalid',
  })

  const made = await Promise.all([
    createAccount({ link, name: 'Ada', email: 'ada@example.com', password }),
    createAccount({ link: another, name: 'Eve', email: 'eve@example.com', password }),
  ])
  expect(made.map(({ kind }) => kind).sort()).toEqual(['done', 'link_invalid'])
  expect(await prisma.user.count()).toBe(1)
  const user = await prisma.user.findFirstOrThrow()
  const userId = user.id as Id<'user'>
  expect(await viewLink(link)).toBeNull()

  // Without any organization there was one to make, so that the account has somewhere to go.
  expect(await listEnvironmentsOf(userId)).toEqual([
    { organization: { slug: 'default', name: 'My organization' }, environment: { slug: 'production', name: 'Production', demo: false } },
  ])
  const signedIn = (await findSignedIn(userId, 0))!
  expect(await openEnvironment(signedIn, 'default', 'production')).toMatchObject({ role: 'owner' })
  await expect(openEnvironment(signedIn, 'default', 'staging')).rejects.toMatchObject({ code: 'not_found' })

  await signOutEverywhere(userId)
  expect(await findSignedIn(userId, 0)).toBeNull()
  expect(await findSignedIn(userId, 1)).toMatchObject({ email: user.email })

  const reset = await createResetLink(userId)
  expect(await viewLink(reset)).toEqual({ purpose: 'reset', email: user.email })
  expect(await createAccount({ link: reset, name: 'Eve', email: 'eve@example.com', password })).toEqual({ kind: 'link_invalid' })
  expect(await resetPassword({ link: reset, password: 'another good password' })).toEqual({ kind: 'done', email: user.email })
  expect(await resetPassword({ link: reset, password: 'yet another password' })).toEqual({ kind: 'link_invalid' })
  expect(await findSignedIn(userId, 1)).toBeNull()
  const address = '192.0.2.1'
  expect(await signIn({ email: user.email, password, address })).toEqual({ kind: 'refused' })
  expect(await signIn({ email: user.email, password: 'another good password', address })).toMatchObject({
    kind: 'signed-in',
    sessionVersion: 2,
  })
})
