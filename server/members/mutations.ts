import { demand } from '#server/auth/permissions.ts'
import { config } from '#server/config.ts'
import type { Context, Role } from '#server/context.ts'
import { AppError, notFound } from '#server/errors.ts'
import { formatId, parseId } from '#server/ids.ts'
import type { InviteIn, InviteOut, RoleIn } from '#server/members/schema.ts'
import { lockMembers } from '#server/members/sql.ts'
import { sameEmail } from '#server/users/email.ts'
import { createInviteLink } from '#server/users/links.ts'
import type { Tx } from '#server/writes.ts'

/** Whoever makes or unmakes an owner is one. @throws AppError insufficient_access */
function demandRight({ actor }: Context, ...concerned: Role[]): void {
  demand(actor, concerned.includes('owner') ? 'manageOrganization' : 'manageMembers')
}

/**
 * A link that lets one person in, with an account of theirs or a new one. It is in this answer and nowhere else: only its hash is stored.
 * @throws AppError insufficient_access, conflict for who is a member already
 */
export async function inviteMember(context: Context, { email, role }: InviteIn, tx: Tx): Promise<InviteOut & { link: string }> {
  demandRight(context, role)
  const { organizationId } = context
  const member = await tx.member.findFirst({ where: { organizationId, user: { email: sameEmail(email) } } })
  if (member) throw new AppError('conflict', `${email} is a member already; change the role instead.`)
  const { id, token, expiresAt } = await createInviteLink({ organizationId, email, role }, tx)
  return { id: formatId('invite', id), email, role, expiresAt, link: `${config.url}/invite#${token}` }
}

/** Its link lets nobody in any more. @throws AppError not_found */
export async function revokeInvite(context: Context, invite: string, tx: Tx): Promise<void> {
  demandRight(context)
  const id = parseId('invite', invite)
  if (id === null) throw notFound('Invitation')
  const now = new Date()
  const where = { id, organizationId: context.organizationId, expiresAt: { gt: now } }
  const { count } = await tx.linkToken.updateMany({ where, data: { expiresAt: now } })
  if (count === 0) throw notFound('Invitation')
}

/** Acts with the member's next request. @throws AppError not_found, insufficient_access, conflict for the last owner */
export async function changeRole(context: Context, { user, role }: RoleIn, tx: Tx): Promise<void> {
  const { key, current } = await loadMember(context, user, tx)
  demandRight(context, current, role)
  if (role !== 'owner') await keepAnOwner(context, current, tx)
  await tx.member.update({ where: key, data: { role } })
}

/** The account stays, and so does what it did. @throws AppError not_found, insufficient_access, conflict for the last owner */
export async function removeMember(context: Context, user: string, tx: Tx): Promise<void> {
  const { key, current } = await loadMember(context, user, tx)
  demandRight(context, current)
  await keepAnOwner(context, current, tx)
  await tx.member.delete({ where: key })
}

async function loadMember({ organizationId }: Context, user: string, tx: Tx) {
  await lockMembers(organizationId, tx)
  const userId = parseId('user', user)
  const row = userId && (await tx.member.findUnique({ where: { organizationId_userId: { organizationId, userId } } }))
  if (!row) throw notFound('Member')
  return { key: { organizationId_userId: { organizationId, userId: row.userId } }, current: row.role as Role }
}

/** An organization without an owner could be given to nobody any more. */
async function keepAnOwner({ organizationId }: Context, current: Role, tx: Tx): Promise<void> {
  if (current !== 'owner') return
  const owners = await tx.member.findMany({ where: { organizationId, role: 'owner' }, select: { userId: true }, take: 2 })
  if (owners.length < 2) throw new AppError('conflict', 'The last owner stays an owner; make somebody else an owner first.')
}
