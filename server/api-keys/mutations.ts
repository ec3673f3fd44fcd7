import { toApiKeyOut } from '#server/api-keys/queries.ts'
import { ApiKeyIn, type ApiKeyOut } from '#server/api-keys/schema.ts'
import { announceRevocation } from '#server/auth/revocation-sql.ts'
import type { Context } from '#server/context.ts'
import { sha256 } from '#server/crypto.ts'
import { notFound } from '#server/errors.ts'
import { parseId, randomToken } from '#server/ids.ts'
import type { Tx } from '#server/writes.ts'

/** The token is in this answer and nowhere else: only its SHA-256 is stored. */
export async function createApiKey(context: Context, input: ApiKeyIn, tx: Tx): Promise<{ key: ApiKeyOut; token: string }> {
  const { name, scope, expiresAt } = ApiKeyIn.parse(input)
  const { slug } = await tx.environment.findUniqueOrThrow({ where: { id: context.environmentId }, select: { slug: true } })
  const token = `ph_${slug}_${randomToken()}`
  const row = await tx.apiKey.create({
    data: {
      environmentId: context.environmentId,
      name,
      scope,
      prefix: token.slice(0, `ph_${slug}_`.length + 4),
      hash: new Uint8Array(sha256(token)),
      expiresAt: expiresAt ? new Date(expiresAt) : null,
    },
  })
  return { key: toApiKeyOut(row), token }
}

/**
 * Takes effect at once everywhere; a process that hears no announcements looks again within a second. Revoking twice keeps the first time.
 * @throws AppError not_found
 */
export async function revokeApiKey(context: Context, keyId: string, tx: Tx): Promise<ApiKeyOut> {
  const id = parseId('apiKey', keyId)
  const row = id && (await tx.apiKey.findFirst({ where: { id, environmentId: context.environmentId } }))
  if (!row) throw notFound()
  const revoked = row.revokedAt ? row : await tx.apiKey.update({ where: { id: row.id }, data: { revokedAt: new Date() } })
  await announceRevocation(tx)
  return toApiKeyOut(revoked)
}
