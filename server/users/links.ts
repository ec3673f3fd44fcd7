import type { Role } from '#server/context.ts'
import { sha256 } from '#server/crypto.ts'
import { prisma } from '#server/db.ts'
import type { Prisma } from '#server/generated/prisma/client.ts'
import { type Id, randomToken } from '#server/ids.ts'

/**
 * Links that let somebody in without a password: `plink_…` in the fragment of /setup or /invite, so that it reaches no log.
 * - setup: makes the first account; valid until there is one, so every earlier start's link works as well;
 * - reset: sets a new password for one account; one day;
 * - invite: makes somebody a member of an organization, with the account of that e-mail address; seven days.
 * Only their SHA-256 is stored.
 */
export type Link = { purpose: 'setup' } | { purpose: 'reset'; userId: Id<'user'> } | ({ purpose: 'invite' } & Invite)
export type Invite = { organizationId: Id<'organization'>; email: string; role: Role }

type Client = Prisma.TransactionClient

const resetLifeMs = 24 * 3600 * 1000
const inviteLifeMs = 7 * resetLifeMs
const form = /^plink_[0-9A-Za-z]{32}$/

export async function accountExists(client: Client = prisma): Promise<boolean> {
  return (await client.user.findFirst({ select: { id: true } })) !== null
}

/** The token, or null when there is an account already. */
export async function createSetupLink(): Promise<string | null> {
  return (await accountExists()) ? null : await createLink({ purpose: 'setup' })
}

export async function createResetLink(userId: Id<'user'>, now = new Date()): Promise<string> {
  return await createLink({ purpose: 'reset', userId, expiresAt: new Date(now.getTime() + resetLifeMs) })
}

/** The newest invitation of an address counts: the ones before it end. */
export async function createInviteLink(
  invite: Invite,
  client: Client,
  now = new Date(),
): Promise<{ id: string; token: string; expiresAt: Date }> {
  const { organizationId, email } = invite
  await client.linkToken.updateMany({ where: { organizationId, email, expiresAt: { gt: now } }, data: { expiresAt: now } })
  const token = newToken()
  const expiresAt = new Date(now.getTime() + inviteLifeMs)
  const { id } = await client.linkToken.create({ data: { ...invite, purpose: 'invite', expiresAt, hash: hashOf(token) } })
  return { id, token, expiresAt }
}

async function createLink(row: { purpose: Link['purpose']; userId?: string; expiresAt?: Date }): Promise<string> {
  const token = newToken()
  await prisma.linkToken.create({ data: { ...row, hash: hashOf(token) } })
  return token
}

/** What a link is for, or null when it is unknown, used or over. It stays usable. */
export async function findLink(token: string, now = new Date(), client: Client = prisma): Promise<Link | null> {
  if (!form.test(token)) return null
  const row = await client.linkToken.findUnique({ where: { hash: hashOf(token) } })
  if (row === null || (row.expiresAt !== null && row.expiresAt <= now)) return null
  if (row.userId !== null) return { purpose: 'reset', userId: row.userId as Id<'user'> }
  if (row.organizationId !== null && row.email !== null)
    return { purpose: 'invite', organizationId: row.organizationId as Id<'organization'>, email: row.email, role: row.role as Role }
  return (await accountExists(client)) ? null : { purpose: 'setup' }
}

/**
 * Uses a link up, inside the transaction that makes the account or sets the password. Null when it is not valid (any more).
 * Every link of the same use goes with it, in one statement: of two who hold different set-up links, one waits for the other's
 * commit, finds nothing left to delete, and is refused.
 */
export async function consumeLink(client: Client, token: string, now = new Date()): Promise<Link | null> {
  const link = await findLink(token, now, client)
  if (link === null) return null
  const { count } = await client.linkToken.deleteMany({ where: ofSameUse(link) })
  return count === 0 ? null : link
}

function ofSameUse(link: Link) {
  const { purpose } = link
  switch (link.purpose) {
    case 'setup':
      return { purpose }
    case 'reset':
      return { purpose, userId: link.userId }
    case 'invite':
      return { purpose, organizationId: link.organizationId, email: link.email }
  }
}

const newToken = () => `plink_${randomToken()}`
const hashOf = (token: string) => new Uint8Array(sha256(token))
