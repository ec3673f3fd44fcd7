import { findApplication, loadApplication, toApplicationOut } from '#server/applications/queries.ts'
import type { ApplicationIn, ApplicationOut, ApplicationPatch } from '#server/applications/schema.ts'
import type { Context } from '#server/context.ts'
import { AppError, notFound } from '#server/errors.ts'
import { uidOf } from '#server/fields.ts'
import { syncLimits } from '#server/lanes/sync.ts'
import { nameFromPath, referenceTo } from '#server/references.ts'
import { type Tx, unlessTaken } from '#server/writes.ts'

const uidTaken = () => new AppError('conflict', 'Another application of this environment has this uid.')

/** Null when the uid is taken. */
async function insert(context: Context, { throttleRate, ...application }: ApplicationIn, tx: Tx): Promise<ApplicationOut | null> {
  const [row] = await tx.application.createManyAndReturn({
    data: [{ ...application, rateLimit: throttleRate, environmentId: context.environmentId }],
    skipDuplicates: true,
  })
  return row ? toApplicationOut(row) : null
}

/** @throws AppError conflict when the uid is taken */
export async function createApplication(context: Context, application: ApplicationIn, tx: Tx): Promise<ApplicationOut> {
  const created = await insert(context, application, tx)
  if (created === null) throw uidTaken()
  return created
}

/** The application with the given uid, made when there is none; of two at the same moment one makes it. */
export async function getOrCreateApplication(
  context: Context,
  application: ApplicationIn,
  tx: Tx,
): Promise<{ created: boolean; application: ApplicationOut }> {
  const created = await insert(context, application, tx)
  if (created !== null) return { created: true, application: created }
  return { created: false, application: toApplicationOut(await loadApplication(context, application.uid as string, tx)) }
}

/**
 * Replaces the application that the path names, or makes it when the path gives a uid. A body without uid keeps the path's,
 * so that repeating the request finds the same application again.
 */
export async function upsertApplication(
  context: Context,
  idOrUid: string,
  input: ApplicationIn,
  tx: Tx,
): Promise<{ created: boolean; application: ApplicationOut }> {
  const reference = referenceTo('application', idOrUid)
  const uid = input.uid === undefined && 'uid' in reference ? reference.uid : (input.uid ?? null)
  const application = { ...input, uid, throttleRate: input.throttleRate ?? null }
  const existing = await findApplication(context, reference, tx)
  if (existing) return { created: false, application: await update(existing.id, application, tx) }
  if ('id' in reference) throw notFound()
  nameFromPath(uidOf('application'), reference.uid)
  return { created: true, application: await createApplication(context, application, tx) }
}

/** @throws AppError not_found, conflict */
export async function patchApplication(context: Context, idOrUid: string, patch: ApplicationPatch, tx: Tx): Promise<ApplicationOut> {
  const { id } = await loadApplication(context, idOrUid, tx)
  return update(id, patch, tx)
}

async function update(id: string, { throttleRate, ...changes }: ApplicationPatch, tx: Tx): Promise<ApplicationOut> {
  const row = await unlessTaken(tx.application.update({ where: { id }, data: { ...changes, rateLimit: throttleRate } }), uidTaken())
  if (throttleRate !== undefined) await syncLimits(id, null, tx)
  return toApplicationOut(row)
}

/** Soft: messages stay readable by their ids in the database, uids are free again, and nothing is delivered any more. */
export async function deleteApplication(context: Context, idOrUid: string, tx: Tx): Promise<void> {
  const { id } = await loadApplication(context, idOrUid, tx)
  const deletedAt = new Date()
  await tx.application.update({ where: { id }, data: { deletedAt } })
  await tx.endpoint.updateMany({ where: { applicationId: id, deletedAt: null }, data: { deletedAt } })
  await syncLimits(id, null, tx)
}
