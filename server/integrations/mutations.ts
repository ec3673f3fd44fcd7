import { loadApplication } from '#server/applications/queries.ts'
import { announceRevocation } from '#server/auth/revocation-sql.ts'
import type { Context } from '#server/context.ts'
import { sha256 } from '#server/crypto.ts'
import { AppError } from '#server/errors.ts'
import { randomToken } from '#server/ids.ts'
import { type IntegrationPath, loadIntegration, toIntegrationOut } from '#server/integrations/queries.ts'
import type { IntegrationIn, IntegrationKeyOut, IntegrationOut } from '#server/integrations/schema.ts'
import type { Tx } from '#server/writes.ts'

/** Has no key until one is asked for. @throws AppError not_found */
export async function createIntegration(context: Context, application: string, input: IntegrationIn, tx: Tx): Promise<IntegrationOut> {
  const { id: applicationId } = await loadApplication(context, application, tx)
  return toIntegrationOut(await tx.integration.create({ data: { ...input, applicationId } }))
}

/** What its key shows changes at once. @throws AppError not_found */
export async function updateIntegration(context: Context, path: IntegrationPath, input: IntegrationIn, tx: Tx): Promise<IntegrationOut> {
  const { id } = await loadIntegration(context, path, tx)
  const row = await tx.integration.update({ where: { id }, data: input })
  await announceRevocation(tx)
  return toIntegrationOut(row)
}

/** Its key is refused from now on, in every process. @throws AppError not_found */
export async function deleteIntegration(context: Context, path: IntegrationPath, tx: Tx): Promise<void> {
  const { id } = await loadIntegration(context, path, tx)
  await tx.integration.delete({ where: { id } })
  await announceRevocation(tx)
}

/** A new key; the former one is refused from now on, in every process. Only its SHA-256 is stored. @throws AppError not_found */
export async function rotateIntegrationKey(context: Context, path: IntegrationPath, tx: Tx): Promise<IntegrationKeyOut> {
  const { id } = await loadIntegration(context, path, tx)
  const { key, hash } = newKey()
  await tx.integration.update({ where: { id }, data: { hash } })
  await announceRevocation(tx)
  return { key }
}

/**
 * The first key, for clients that create an integration and then ask for its key; of two requests at the same moment one gets it.
 * @throws AppError not_found; conflict when there is a key, which is not known any more
 */
export async function firstIntegrationKey(context: Context, path: IntegrationPath, tx: Tx): Promise<IntegrationKeyOut> {
  const { id } = await loadIntegration(context, path, tx)
  const { key, hash } = newKey()
  const { count } = await tx.integration.updateMany({ where: { id, hash: null }, data: { hash } })
  if (count === 0) throw new AppError('conflict', 'The key was shown before, and only its hash is stored. Rotate it to get a new one.')
  return { key }
}

function newKey() {
  const key = `pint_${randomToken()}`
  return { key, hash: new Uint8Array(sha256(key)) }
}
