import type { Context, Role } from '#server/context.ts'
import { prisma } from '#server/db.ts'
import { formatId } from '#server/ids.ts'
import type { InviteOut, MemberOut } from '#server/members/schema.ts'

const most = 1000

/** In the order in which they came. */
export async function listMembers({ organizationId }: Context): Promise<MemberOut[]> {
  const rows = await prisma.member.findMany({
    where: { organizationId },
    select: { role: true, createdAt: true, user: { select: { id: true, name: true, email: true } } },
    orderBy: [{ createdAt: 'asc' }, { userId: 'asc' }],
    take: most,
  })
  return rows.map(({ role, createdAt, user }) => ({ ...user, id: formatId('user', user.id), role: role as Role, since: createdAt }))
}

/** Those that can still be accepted, oldest first. */
export async function listInvites({ organizationId }: Context, now = new Date()): Promise<InviteOut[]> {
  const rows = await prisma.linkToken.findMany({
    where: { organizationId, expiresAt: { gt: now } },
    select: { id: true, email: true, role: true, expiresAt: true },
    orderBy: { id: 'asc' },
    take: most,
  })
  return rows.map(({ id, email, role, expiresAt }) => ({
    id: formatId('invite', id),
    email: email ?? '',
    role: role as Role,
    expiresAt: expiresAt ?? now,
  }))
}
