import { type Context, makeContext, type Role } from '#server/context.ts'
import { prisma } from '#server/db.ts'
import { notFound } from '#server/errors.ts'
import type { Id } from '#server/ids.ts'

/** Somebody who is signed in, before it is said which environment is meant. */
export type SignedIn = { userId: Id<'user'>; name: string; email: string }

/** What a page's address names, and the right to look at it. */
export type OpenEnvironment = {
  context: Context
  role: Role
  organization: { slug: string; name: string }
  environment: { slug: string; name: string; demo: boolean }
}

/** The account of a session, or null when it is gone or was signed out everywhere since. */
export async function findSignedIn(userId: string, sessionVersion: number): Promise<SignedIn | null> {
  const user = await prisma.user.findUnique({ where: { id: userId }, select: { name: true, email: true, sessionVersion: true } })
  if (user === null || user.sessionVersion !== sessionVersion) return null
  return { userId: userId as Id<'user'>, name: user.name, email: user.email }
}

/**
 * The Context of an organization and environment, by their slugs, for one of its members.
 * @throws AppError not_found for who is not a member, exactly as for what does not exist
 */
export async function openEnvironment(signedIn: SignedIn, organizationSlug: string, environmentSlug: string): Promise<OpenEnvironment> {
  const found = await prisma.environment.findFirst({
    where: {
      slug: environmentSlug,
      organization: { slug: organizationSlug, members: { some: { userId: signedIn.userId } } },
    },
    select: {
      id: true,
      slug: true,
      name: true,
      demo: true,
      organization: {
        select: { id: true, slug: true, name: true, members: { where: { userId: signedIn.userId }, select: { role: true } } },
      },
    },
  })
  const role = found?.organization.members[0]?.role as Role | undefined
  if (!found || !role) throw notFound('Environment')
  const { organization } = found
  return {
    context: makeContext({
      organizationId: organization.id as Id<'organization'>,
      environmentId: found.id as Id<'environment'>,
      actor: { kind: 'user', id: signedIn.userId, role },
    }),
    role,
    organization: { slug: organization.slug, name: organization.name },
    environment: { slug: found.slug, name: found.name, demo: found.demo },
  }
}
