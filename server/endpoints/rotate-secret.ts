import type { Context } from '#server/context.ts'
import type { EndpointPath } from '#server/endpoints/queries.ts'
import { loadLocked, revise } from '#server/endpoints/revise.ts'
import type { EndpointSecretRotateIn } from '#server/endpoints/schema.ts'
import { openSecrets, sealSecrets } from '#server/endpoints/sealed.ts'
import { generateSecret, normalizeSecret, parseSecret, publicForm, secretRule } from '#server/endpoints/secrets.ts'
import { AppError, invalid } from '#server/errors.ts'
import type { Tx } from '#server/writes.ts'

const defaultGraceSeconds = 86_400
const maxOldSecrets = 10

/**
 * Gives the endpoint a new signing secret. The old one signs beside it until its grace period ends, so that the receiver can change
 * over in its own time. A secret that is made is of the old one's kind.
 * @throws AppError limit_reached when ten old secrets still sign
 */
export async function rotateEndpointSecret(
  context: Context,
  path: EndpointPath,
  input: EndpointSecretRotateIn,
  tx: Tx,
): Promise<{ key: string }> {
  const { row, now } = await loadLocked(context, path, tx)
  const [current, ...earlier] = openSecrets(row)
  if (current === undefined) throw new Error('an endpoint without a signing secret')
  const key = input.key == null ? generateSecret(parseSecret(current.key)?.kind ?? 'hmac') : normalizeSecret(input.key)
  if (key === null) throw invalid(['body', 'key'], secretRule)

  const graceSeconds = input.gracePeriodSeconds ?? defaultGraceSeconds
  const graceEnd = new Date(now.getTime() + graceSeconds * 1000).toISOString()
  const old = [{ key: current.key, expiresAt: graceEnd }, ...earlier].filter(
    secret => secret.expiresAt !== null && Date.parse(secret.expiresAt) > now.getTime() && secret.key !== key,
  )
  if (old.length > maxOldSecrets)
    throw new AppError(
      'limit_reached',
      `${maxOldSecrets} old secrets are still valid; rotate with gracePeriodSeconds 0 or wait for one to expire.`,
    )
  await revise(row, { secrets: sealSecrets(row.id, [{ key, expiresAt: null }, ...old]) }, {}, tx)
  return { key: publicForm(key) ?? key }
}

/** From the next attempt on only the newest secret signs: a receiver that still verifies with an older one refuses. */
export async function revokeOldSecrets(context: Context, path: EndpointPath, tx: Tx): Promise<void> {
  const { row } = await loadLocked(context, path, tx)
  const [current] = openSecrets(row)
  if (current === undefined) throw new Error('an endpoint without a signing secret')
  await revise(row, { secrets: sealSecrets(row.id, [current]) }, {}, tx)
}
