import { loadApplication } from '#server/applications/queries.ts'
import { announceRevocation } from '#server/auth/revocation-sql.ts'
import { config } from '#server/config.ts'
import type { Context } from '#server/context.ts'
import { sha256 } from '#server/crypto.ts'
import { AppError, notFound } from '#server/errors.ts'
import type { Prisma } from '#server/generated/prisma/client.ts'
import { formatId, parseId, randomToken } from '#server/ids.ts'
import { type AppPortalAccessIn, type AppPortalAccessOut, type Capability, capabilities, type ExpireAllIn } from '#server/portal/schema.ts'
import { databaseTime } from '#server/portal/sql.ts'
import type { Tx } from '#server/writes.ts'

const defaultExpirySeconds = 7 * 24 * 60 * 60

/**
 * A token of an application for its merchant's browser. It is in this answer and nowhere else: only its SHA-256 is stored.
 * @throws AppError not_found
 */
export async function openPortal(
  context: Context,
  application: string,
  input: Omit<AppPortalAccessIn, 'application'>,
  tx: Tx,
): Promise<AppPortalAccessOut> {
  const { id } = await loadApplication(context, application, tx)
  const now = await databaseTime(tx)
  const oneTime = input.oneTime ?? false
  const token = await storeSession(
    {
      applicationId: id,
      sessionId: input.sessionId ?? null,
      capabilities: grantedBy(input),
      featureFlags: [...new Set(input.featureFlags)],
      userId: input.user?.id ?? null,
      userName: input.user?.name ?? null,
      oneTime,
      expiresAt: new Date(now.getTime() + (input.expiry ?? defaultExpirySeconds) * 1000),
    },
    tx,
  )
  const portal = `${config.url}/portal/${formatId('environment', context.environmentId)}`
  return { url: `${portal}#${oneTime ? 'once' : 'token'}=${token}`, token }
}

async function storeSession(session: Omit<Prisma.PortalSessionUncheckedCreateInput, 'hash'>, tx: Tx): Promise<string> {
  const token = `ptok_${randomToken()}`
  await tx.portalSession.create({ data: { ...session, hash: new Uint8Array(sha256(token)) } })
  return token
}

/**
 * Ends the one-time token that asks for it, and gives one that works as often as it is used, until the same moment. Of two requests at
 * the same moment one gets it.
 * @throws AppError insufficient_access for every other credential, authentication_failed when it was used
 */
export async function exchangePortalToken({ actor }: Context, tx: Tx): Promise<{ token: string }> {
  if (actor.kind !== 'portal' || !actor.oneTime)
    throw new AppError('insufficient_access', 'Only a token that was made with `oneTime` can be exchanged.')
  const now = await databaseTime(tx)
  const { id, hash, createdAt, ...session } = await tx.portalSession.findUniqueOrThrow({ where: { id: actor.id } })
  const { count } = await tx.portalSession.updateMany({ where: { id, expiresAt: { gt: now } }, data: { expiresAt: now } })
  if (count === 0) throw new AppError('authentication_failed', 'This link was used before; ask for a new one.')
  await announceRevocation(tx)
  return { token: await storeSession({ ...session, oneTime: false }, tx) }
}

const grantedBy = ({ capabilities: asked, readOnly }: Pick<AppPortalAccessIn, 'capabilities' | 'readOnly'>): Capability[] =>
  readOnly ? ['ViewBase'] : [...new Set(asked ?? capabilities)]

/**
 * Makes the tokens of an application, or of some of its sessions, end at the latest in so many seconds: at once in every process.
 * @throws AppError not_found
 */
export async function expirePortal(context: Context, application: string, { expiry, sessionIds }: ExpireAllIn, tx: Tx): Promise<void> {
  const { id } = await loadApplication(context, application, tx)
  const end = new Date((await databaseTime(tx)).getTime() + (expiry ?? 0) * 1000)
  const named = sessionIds?.length ? { sessionId: { in: sessionIds } } : {}
  await tx.portalSession.updateMany({ where: { applicationId: id, expiresAt: { gt: end }, ...named }, data: { expiresAt: end } })
  await announceRevocation(tx)
}

/** Ends one token, wherever it is. @throws AppError not_found */
export async function revokePortalSession(
  context: Context,
  { application, session }: { application: string; session: string },
  tx: Tx,
): Promise<void> {
  const { id: applicationId } = await loadApplication(context, application, tx)
  const id = parseId('portalSession', session)
  const ended = id && (await tx.portalSession.updateMany({ where: { id, applicationId }, data: { expiresAt: await databaseTime(tx) } }))
  if (!ended?.count) throw notFound()
  await announceRevocation(tx)
}

/** Ends the token that asks for it. @throws AppError insufficient_access for every other credential */
export async function leavePortal({ actor }: Context, tx: Tx): Promise<void> {
  if (actor.kind !== 'portal') throw new AppError('insufficient_access', 'Only a portal token can log out; an API key is revoked.')
  await tx.portalSession.update({ where: { id: actor.id }, data: { expiresAt: await databaseTime(tx) } })
  await announceRevocation(tx)
}
