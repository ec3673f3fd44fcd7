import type { Context } from '#server/context.ts'
import { judgedUrl } from '#server/endpoints/mutations.ts'
import { sealCredentials, sealSecrets } from '#server/endpoints/sealed.ts'
import { generateSecret } from '#server/endpoints/secrets.ts'
import { newEndpointId } from '#server/endpoints/sql.ts'
import type { Tx } from '#server/writes.ts'

/**
 * An address that one message is sent to, once: an endpoint with a secret of its own and no custom headers, deleted from the beginning, so
 * that it takes part in nothing. The secret is never told again. `url`: without credentials.
 * @throws ValidationError for what an endpoint may not have as its URL
 */
export async function createThrowaway(
  context: Context,
  { applicationId, url }: { applicationId: string; url: string },
  tx: Tx,
): Promise<{ id: string; url: string; secret: string }> {
  const target = await judgedUrl(context, url, tx)
  const secret = generateSecret('hmac')
  const { id, now } = await newEndpointId(tx)
  await tx.endpoint.create({
    data: {
      id,
      applicationId,
      url: target.url,
      credentials: sealCredentials(id, target.credentials ?? null),
      secrets: sealSecrets(id, [{ key: secret, expiresAt: null }]),
      throwaway: true,
      deletedAt: now,
      revisions: { create: { revision: 1, url: target.url } },
    },
  })
  return { id, url: target.url, secret }
}
