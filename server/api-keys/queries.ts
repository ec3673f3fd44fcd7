import type { ApiKeyOut } from '#server/api-keys/schema.ts'
import type { Context, KeyScope } from '#server/context.ts'
import { prisma } from '#server/db.ts'
import type { ApiKey } from '#server/generated/prisma/client.ts'
import { formatId } from '#server/ids.ts'

export const toApiKeyOut = (row: ApiKey): ApiKeyOut => ({
  id: formatId('apiKey', row.id),
  name: row.name,
  prefix: row.prefix,
  scope: row.scope as KeyScope,
  expiresAt: row.expiresAt?.toISOString() ?? null,
  lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  revokedAt: row.revokedAt?.toISOString() ?? null,
  createdAt: row.createdAt.toISOString(),
})

/** Newest first. An environment has a handful. */
export async function listApiKeys(context: Context): Promise<ApiKeyOut[]> {
  const rows = await prisma.apiKey.findMany({ where: { environmentId: context.environmentId }, orderBy: { id: 'desc' }, take: 1000 })
  return rows.map(toApiKeyOut)
}
