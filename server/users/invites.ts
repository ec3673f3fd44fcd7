import { nameActor } from '#server/actor-sql.ts'
import type { SignedIn } from '#server/auth/membership.ts'
import { hashPassword } from '#server/auth/password.ts'
import type { Role } from '#server/context.ts'
import { prisma } from '#server/db.ts'
import { AppError } from '#server/errors.ts'
import type { Id } from '#server/ids.ts'
import { sameEmail } from '#server/users/email.ts'
import { consumeLink, findLink, type Invite } from '#server/users/links.ts'
import type { AcceptInviteIn } from '#server/users/schema.ts'
import { type Tx, unlessTaken } from '#server/writes.ts'

/** What the page of an invitation shows. Whoever has its link may know whether the address has an account: the link was made for it. */
export type InviteView = { email: string; role: Role; organization: string; hasAccount: boolean }

export async function viewInvite({ organizationId, email, role }: Invite): Promise<InviteView | null> {
  const [organization, user] = await Promise.all([
    prisma.organization.findUnique({ where: { id: organizationId }, select: { name: true } }),
    findUser(email, prisma),
  ])
  return organization && { email, role, organization: organization.name, hasAccount: user !== null }
}

/** `place`: the oldest environment of the organization that is no demo; null: it has none. */
type Accepted = { kind: 'done'; email: string; place: { organization: string; environment: string } | null } | { kind: 'link_invalid' }

/** For an address without an account. @throws AppError conflict when it has one by now */
export async function acceptInvite({ link, name, password }: AcceptInviteIn): Promise<Accepted> {
  if ((await findLink(link))?.purpose !== 'invite') return { kind: 'link_invalid' }
  const passwordHash = await hashPassword(password)
  return prisma.$transaction(async tx => {
    const invite = await consumeLink(tx, link)
    if (invite?.purpose !== 'invite') return { kind: 'link_invalid' }
    const taken = new AppError('conflict', `${invite.email} has an account already; sign in to accept.`)
    if (await findUser(invite.email, tx)) throw taken
    const user = await unlessTaken(tx.user.create({ data: { name, email: invite.email, passwordHash } }), taken)
    return join(invite, user.id as Id<'user'>, tx)
  })
}

/** For whoever is signed in with the account of the address. @throws AppError insufficient_access for any other account */
export function joinByInvite({ userId, email }: SignedIn, link: string): Promise<Accepted> {
  return prisma.$transaction(async tx => {
    const invite = await consumeLink(tx, link)
    if (invite?.purpose !== 'invite') return { kind: 'link_invalid' }
    if (invite.email.toLowerCase() !== email.toLowerCase())
      throw new AppError('insufficient_access', `The invitation is for ${invite.email}, and you are signed in as ${email}.`)
    return join(invite, userId, tx)
  })
}

/** A member already keeps the role: an old invitation neither raises nor lowers it. */
async function join({ organizationId, email, role }: Invite, userId: Id<'user'>, tx: Tx): Promise<Accepted> {
  await nameActor({ kind: 'user', id: userId, role }, tx)
  await tx.member.createMany({ data: [{ organizationId, userId, role }], skipDuplicates: true })
  const first = await tx.environment.findFirst({
    where: { organizationId },
    select: { slug: true, organization: { select: { slug: true } } },
    orderBy: [{ demo: 'asc' }, { id: 'asc' }],
  })
  return { kind: 'done', email, place: first && { organization: first.organization.slug, environment: first.slug } }
}

const findUser = (email: string, client: Tx) => client.user.findFirst({ where: { email: sameEmail(email) }, select: { id: true } })
