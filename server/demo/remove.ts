import type { Context } from '#server/context.ts'
import { prisma } from '#server/db.ts'
import { countContents, recordRemoval, removeContents } from '#server/demo/remove-sql.ts'
import type { DemoContents } from '#server/demo/schema.ts'
import { AppError } from '#server/errors.ts'
import type { Database, Tx } from '#server/writes.ts'

type CountRow = { applications: number; endpoints: number; event_types: number; messages: number; api_keys: number }

/** What `removeDemo` would remove: also what somebody has added since. @throws AppError conflict when the environment is no demo */
export async function countDemo({ environmentId }: Context, db: Database = prisma): Promise<DemoContents> {
  await demandDemo(environmentId, db)
  const [row] = await db.$queryRawUnsafe<[CountRow]>(countContents, environmentId)
  const { event_types, api_keys, ...counts } = row
  return { ...counts, eventTypes: event_types, apiKeys: api_keys }
}

/**
 * The demo's environment with all that is in it, for good. Its audit log goes on in the organization's: one entry says who and how much.
 * @throws AppError conflict when the environment is no demo
 */
export async function removeDemo(context: Context, tx: Tx): Promise<DemoContents> {
  const { environmentId, organizationId } = context
  const contents = await countDemo(context, tx)
  const { name } = await tx.environment.findUniqueOrThrow({ where: { id: environmentId }, select: { name: true } })
  for (const statement of removeContents) await tx.$executeRawUnsafe(statement, environmentId)
  await tx.$queryRawUnsafe(recordRemoval, organizationId, name, JSON.stringify(contents))
  return contents
}

async function demandDemo(environmentId: string, db: Database): Promise<void> {
  const { demo } = await db.environment.findUniqueOrThrow({ where: { id: environmentId }, select: { demo: true } })
  if (!demo) throw new AppError('conflict', 'Only a demo is removed like this; this environment is none.')
}
