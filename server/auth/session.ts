import 'server-only'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { getServerSession } from 'next-auth'
import { cache } from 'react'
import { findSignedIn, type OpenEnvironment, openEnvironment, type SignedIn } from '#server/auth/membership.ts'
import { authOptions } from '#server/auth/next-auth.ts'
import { pathHeader } from '#server/auth/session-cookie.ts'
import { AppError } from '#server/errors.ts'
import { accountExists } from '#server/users/links.ts'

/** Who asks, by the request's cookie; compared with the account on each request, so that signing out everywhere acts at once. */
export const readSession = cache(async (): Promise<SignedIn | null> => {
  const session = await getServerSession(authOptions())
  return session === null ? null : findSignedIn(session.userId, session.version)
})

/** For pages: whoever is not signed in goes to the sign-in and comes back; before there is any account, to the set-up. */
export async function requireSession(): Promise<SignedIn> {
  const signedIn = await readSession()
  if (signedIn !== null) return signedIn
  if (!(await accountExists())) redirect('/setup')
  redirect(`/login?next=${encodeURIComponent((await headers()).get(pathHeader) ?? '/')}`)
}

/** The environment that an address names; null when it does not exist or the reader is not a member, which is the same to them. */
export const openPlace = cache(async (organization: string, environment: string): Promise<OpenEnvironment | null> => {
  const signedIn = await readSession()
  if (signedIn === null) return null
  try {
    return await openEnvironment(signedIn, organization, environment)
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') return null
    throw error
  }
})
