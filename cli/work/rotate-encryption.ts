import { Failure } from '#cli/failure.ts'
import { print } from '#cli/print.ts'
import { decrypt, encrypt, isCurrent, type Keyring, type Place } from '#server/crypto.ts'
import { prisma } from '#server/db.ts'
import { keyring } from '#server/keyring.ts'

const columns = ['secrets', 'headers', 'credentials'] as const
type Sealed = { id: string; secrets: string; headers: string | null; credentials: string | null }
const batchSize = 200

/**
 * Writes what other keys have encrypted anew with the first one. It looks for what is left, so that it can be stopped and run again,
 * and beside live traffic: a row that somebody has changed meanwhile is left to the next pass.
 */
export async function rotate(json: boolean): Promise<void> {
  const ring = keyring()
  let rewritten = 0
  for (let batch = await nextBatch(ring, null); batch.length > 0; batch = await nextBatch(ring, batch.at(-1)?.id ?? null))
    for (const row of batch) rewritten += await rewrite(ring, row)
  rewritten += await rotateTransformations(ring)
  const left =
    (await prisma.endpoint.count({ where: outdated(ring) })) +
    (await prisma.endpointTransformation.count({ where: outdatedVariables(ring) }))
  const again = left === 0 ? 'Older keys may leave POSTHORN_ENCRYPTION_KEYS in 12 hours.' : `${left} were changed meanwhile; run it again.`
  print(json, { rewritten, left }, `Encrypted ${rewritten} rows of secrets with the first key. ${again}`)
}

// A column that is null compares as unknown, so `not` leaves it out, which is right.
const outdated = (ring: Keyring) => ({ OR: columns.map(column => ({ [column]: { not: { startsWith: `${ring.current.id}.` } } })) })

function nextBatch(ring: Keyring, after: string | null): Promise<Sealed[]> {
  return prisma.endpoint.findMany({
    where: { ...outdated(ring), ...(after === null ? {} : { id: { gt: after } }) },
    select: { id: true, secrets: true, headers: true, credentials: true },
    orderBy: { id: 'asc' },
    take: batchSize,
  })
}

/** The key that it needs, or the row that was tampered with, is for a person to find. */
function open(ring: Keyring, place: Place, value: string): string {
  try {
    return decrypt(ring, place, value)
  } catch (cause) {
    throw new Failure(`${cause instanceof Error ? cause.message : cause}. Nothing of this endpoint was changed.`, { cause })
  }
}

async function rewrite(ring: Keyring, { id, ...before }: Sealed): Promise<number> {
  const after = { ...before }
  for (const column of columns) {
    const value = before[column]
    if (value === null || isCurrent(ring, value)) continue
    const place = { table: 'endpoint', column, id }
    after[column] = encrypt(ring, place, open(ring, place, value))
  }
  const { count } = await prisma.endpoint.updateMany({ where: { id, ...before }, data: after })
  return count
}

const outdatedVariables = (ring: Keyring) => ({ variables: { not: { startsWith: `${ring.current.id}.` } } })

/** The same for the variables of transformations. */
async function rotateTransformations(ring: Keyring): Promise<number> {
  let rewritten = 0
  for (let after = ''; ; ) {
    const batch = await prisma.endpointTransformation.findMany({
      where: { ...outdatedVariables(ring), ...(after === '' ? {} : { endpointId: { gt: after } }) },
      orderBy: { endpointId: 'asc' },
      take: batchSize,
    })
    for (const { endpointId, variables } of batch) {
      if (variables === null) continue
      const place = { table: 'endpoint_transformation', column: 'variables', id: endpointId }
      const data = { variables: encrypt(ring, place, decrypt(ring, place, variables)) }
      rewritten += (await prisma.endpointTransformation.updateMany({ where: { endpointId, variables }, data })).count
    }
    if (batch.length < batchSize) return rewritten
    after = batch.at(-1)?.endpointId ?? ''
  }
}
