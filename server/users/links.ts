import { sha256 } from '#server/crypto.ts'
import { prisma } from '#server/db.ts'
import type { Prisma } from '#server/generated/prisma/client.ts'
import { type Id, randomToken } from '#server/ids.ts'

/**
 * Links that let somebody in without a password: `plink_…` in the fragment of /setup, so that it reaches no log.
 * - setup: makes the first account; valid until there is one, so every earlier start's link works as well;
 * - reset: sets a new password for one account; one day.
 * Only their SHA-256 is stored.
 */
export type Link = { purpose: 'setup' } | { purpose: 'reset'; userId: Id<'user'> }

type Client = Prisma.TransactionClient

const resetLifeMs = 24 * 3600 * 1000
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

async function createLink(row: { purpose: Link['purpose']; userId?: string; expiresAt?: Date }): Promise<string> {
  const token = `plink_${randomToken()}`
  await prisma.linkToken.create({ data: { ...row, hash: hashOf(token) } })
  return token
}

/** What a link is for, or null when it is unknown, used or over. It stays usable. */
export async function findLink(token: string, now = new Date(), client: Client = prisma): Promise<Link | null> {
  if (!form.test(token)) return null
  const row = await client.linkToken.findUnique({ where: { hash: hashOf(token) } })
  if (row === null || (row.expiresAt !== null && row.expiresAt <= now)) return null
  if (row.userId !== null) return { purpose: 'reset', userId: row.userId as Id<'user'> }
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
  const where = link.purpose === 'setup' ? { purpose: 'setup' } : { purpose: 'reset', userId: link.userId }
  const { count } = await client.linkToken.deleteMany({ where })
  return count === 0 ? null : link
}

const hashOf = (token: string) => new Uint8Array(sha256(token))
