import { type Context, makeContext } from '#server/context.ts'
import { prisma } from '#server/db.ts'
import { notFound } from '#server/errors.ts'
import { formatId } from '#server/ids.ts'
import type { Database, Tx } from '#server/writes.ts'

/** The application of an environment's operational events, and the only Context that reaches it. */
export type Operational = { context: Context; application: string }

/** Null while the environment has none: nobody has listened yet. */
export async function findOperational(context: Context, db: Database = prisma): Promise<Operational | null> {
  const { organizationId, environmentId, actor } = context
  const row = await db.application.findFirst({ where: { environmentId, internal: true }, select: { id: true } })
  return (
    row && {
      context: makeContext({ organizationId, environmentId, actor, operational: true }),
      application: formatId('application', row.id),
    }
  )
}

/** @throws AppError not_found */
export async function loadOperational(context: Context, db: Database = prisma): Promise<Operational> {
  const found = await findOperational(context, db)
  if (!found) throw notFound()
  return found
}

/** The Context that reaches an application by its id: for that of operational events another than for everybody's. A merchant keeps their own. */
export async function reach(context: Context, application: string): Promise<Context> {
  if (context.applicationId !== undefined) return context
  const found = await findOperational(context)
  return found?.application === application ? found.context : context
}

/** Made when somebody wants to listen. */
export async function makeOperational(context: Context, tx: Tx): Promise<Operational> {
  const found = await findOperational(context, tx)
  if (found) return found
  const data = { environmentId: context.environmentId, name: 'Operational events', internal: true }
  await tx.application.createMany({ data: [data], skipDuplicates: true })
  return loadOperational(context, tx)
}
