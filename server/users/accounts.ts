import { nameActor } from '#server/actor-sql.ts'
import { hashPassword } from '#server/auth/password.ts'
import { prisma } from '#server/db.ts'
import { createEnvironment } from '#server/environments/mutations.ts'
import type { Id } from '#server/ids.ts'
import { openOrganization } from '#server/organizations/mutations.ts'
import { type InviteView, viewInvite } from '#server/users/invites.ts'
import { consumeLink, findLink } from '#server/users/links.ts'
import type { CreateAccountIn, ResetPasswordIn } from '#server/users/schema.ts'
import type { Tx } from '#server/writes.ts'

/** What the page of a link shows; null: the link is not valid (any more). */
export type LinkView = { purpose: 'setup' } | { purpose: 'reset'; email: string } | ({ purpose: 'invite' } & InviteView)

export async function viewLink(token: string): Promise<LinkView | null> {
  const link = await findLink(token)
  if (link === null || link.purpose === 'setup') return link
  if (link.purpose === 'invite') {
    const view = await viewInvite(link)
    return view && { purpose: 'invite', ...view }
  }
  const user = await prisma.user.findUnique({ where: { id: link.userId }, select: { email: true } })
  return user && { purpose: 'reset', email: user.email }
}

type Done = { kind: 'done'; email: string } | { kind: 'link_invalid' }
/** `place`: where nothing was made yet; null: there is an environment with applications to begin at. */
type Created = { kind: 'done'; email: string; place: { organization: string; environment: string } | null } | { kind: 'link_invalid' }

/**
 * The first account: owner of every organization there is, because nobody else could be. Without any, one is made to begin with.
 * The link is looked at before the hashing, which is dear, and used up in the transaction, which is what counts.
 */
export async function createAccount({ link, name, email, password }: CreateAccountIn): Promise<Created> {
  if ((await findLink(link))?.purpose !== 'setup') return { kind: 'link_invalid' }
  const passwordHash = await hashPassword(password)
  return prisma.$transaction(async tx => {
    if ((await consumeLink(tx, link))?.purpose !== 'setup') return { kind: 'link_invalid' }
    const user = await tx.user.create({ data: { name, email, passwordHash } })
    await nameActor({ kind: 'user', id: user.id as Id<'user'>, role: 'owner' }, tx)
    if ((await tx.organization.findFirst({ select: { id: true } })) === null) {
      const organization = await openOrganization(undefined, tx)
      await createEnvironment({ organizationId: organization.id }, { slug: 'production', name: 'Production', allowHttp: false }, tx)
    }
    const organizations = await tx.organization.findMany({ select: { id: true } })
    await tx.member.createMany({ data: organizations.map(({ id }) => ({ organizationId: id, userId: user.id, role: 'owner' })) })
    return { kind: 'done', email: user.email, place: await findEmptyPlace(tx) }
  })
}

async function findEmptyPlace(tx: Tx): Promise<{ organization: string; environment: string } | null> {
  const first = await tx.environment.findFirst({
    where: { demo: false },
    select: { slug: true, organization: { select: { slug: true } }, _count: { select: { applications: true } } },
    orderBy: [{ organizationId: 'asc' }, { id: 'asc' }],
  })
  return first && first._count.applications === 0 ? { organization: first.organization.slug, environment: first.slug } : null
}

/** A new password ends every session of the account: whoever had the old one is out. */
export async function resetPassword({ link, password }: ResetPasswordIn): Promise<Done> {
  if ((await findLink(link))?.purpose !== 'reset') return { kind: 'link_invalid' }
  const passwordHash = await hashPassword(password)
  return prisma.$transaction(async tx => {
    const found = await consumeLink(tx, link)
    if (found?.purpose !== 'reset') return { kind: 'link_invalid' }
    const user = await tx.user.update({ where: { id: found.userId }, data: { passwordHash, sessionVersion: { increment: 1 } } })
    return { kind: 'done', email: user.email }
  })
}

export async function signOutEverywhere(userId: Id<'user'>): Promise<void> {
  await prisma.user.update({ where: { id: userId }, data: { sessionVersion: { increment: 1 } } })
}
