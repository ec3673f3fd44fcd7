import type { Context } from '#server/context.ts'
import { decrypt, encrypt } from '#server/crypto.ts'
import { prisma } from '#server/db.ts'
import { type EndpointPath, loadEndpoint } from '#server/endpoints/queries.ts'
import { loadLocked } from '#server/endpoints/revise.ts'
import type { TransformationOut, TransformationPatch } from '#server/endpoints/schema.ts'
import { AppError } from '#server/errors.ts'
import { keyring } from '#server/keyring.ts'
import type { Tx } from '#server/writes.ts'

const place = (id: string) => ({ table: 'endpoint_transformation', column: 'variables', id })

/** Without one: all is null, and it is not enabled. @throws AppError not_found */
export async function getTransformation(context: Context, path: EndpointPath): Promise<TransformationOut> {
  const { id } = await loadEndpoint(context, path)
  const row = await prisma.endpointTransformation.findUnique({ where: { endpointId: id } })
  return {
    code: row?.code ?? null,
    enabled: false,
    variables: row?.variables ? JSON.parse(decrypt(keyring(), place(id), row.variables)) : null,
    updatedAt: row?.updatedAt.toISOString() ?? null,
  }
}

/** Keeps code and variables. @throws AppError not_found, transformation_unavailable */
export async function patchTransformation(context: Context, path: EndpointPath, patch: TransformationPatch, tx: Tx): Promise<void> {
  const { row, now } = await loadLocked(context, path, tx)
  // One that is accepted and does not run would let merchants believe that their data is changed or left out.
  if (patch.enabled)
    throw new AppError('transformation_unavailable', 'Transformations are kept but do not run yet, so they cannot be enabled.')
  const { code, variables } = patch
  const sealed = variables && encrypt(keyring(), place(row.id), JSON.stringify(variables))
  const data = {
    ...(code === undefined ? {} : { code }),
    ...(variables === undefined ? {} : { variables: sealed ?? null }),
    updatedAt: now,
  }
  await tx.endpointTransformation.upsert({ where: { endpointId: row.id }, create: { endpointId: row.id, ...data }, update: data })
}
