import { nameActor } from '#server/actor-sql.ts'
import type { Actor } from '#server/context.ts'
import { prisma } from '#server/db.ts'
import { type AppError, isDatabaseAway, isRepeatable } from '#server/errors.ts'
import { Prisma } from '#server/generated/prisma/client.ts'

/** What a query or mutation speaks to: one transaction, or `prisma` itself where a single statement is enough. */
export type Database = Prisma.TransactionClient
/** A transaction: mutations ask for one, so that what belongs together is committed together. */
export type Tx = Prisma.TransactionClient

/** Who does it, for the audit log: a Context, or what a command knows before there is one. */
export type ActedBy = { readonly actor: Actor }

/**
 * Runs `work` in one transaction, in the name of an actor; a deadlock or serialization failure repeats it, at most five times.
 * What it writes is in the audit log by the same commit (docs/decisions/016-audit-log.md).
 */
export async function write<T>({ actor }: ActedBy, work: (tx: Tx) => Promise<T>): Promise<T> {
  const inItsName = async (tx: Tx) => {
    await nameActor(actor, tx)
    return work(tx)
  }
  for (let tries = 1; ; tries++) {
    try {
      return await prisma.$transaction(inItsName, { maxWait: 5_000, timeout: 20_000 })
    } catch (error) {
      if (tries >= 5 || !isRepeatable(driverError(error))) throw error
    }
  }
}

/** The same for a single write that may stand in a transaction of its caller's already. */
export const writeWithin = <T>(by: ActedBy, db: Database, work: (tx: Tx) => Promise<T>): Promise<T> =>
  db === prisma ? write(by, work) : work(db)

/** The result of an update, or `taken` when a unique index refuses it. */
export async function unlessTaken<T>(update: Promise<T>, taken: AppError): Promise<T> {
  try {
    return await update
  } catch (error) {
    throw codeOf(error) === 'P2002' ? taken : error
  }
}

/** Whether a statement gave up waiting for a lock (SQLSTATE 55P03). */
export const isLockTimeout = (error: unknown): boolean => driverError(error)?.code === '55P03'

// Not reachable, timed out, closed by the server, no connection free in time.
const awayCodes = new Set(['P1001', 'P1002', 'P1008', 'P1017', 'P2024'])

/** `isDatabaseAway`, also as Prisma says it. */
export const isAway = (error: unknown): boolean =>
  isDatabaseAway(error) || isDatabaseAway(driverError(error)) || awayCodes.has(codeOf(error) ?? '')

const codeOf = (error: unknown): string | null => (error instanceof Prisma.PrismaClientKnownRequestError ? error.code : null)

/** What the database said below Prisma's own codes, with its SQLSTATE, so that the same rules hold for it. */
function driverError(error: unknown): (Error & { code: string }) | null {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return null
  const { cause } = (error.meta?.driverAdapterError ?? {}) as { cause?: { originalCode?: string } }
  return cause?.originalCode === undefined ? null : Object.assign(new Error('the database refused'), { code: cause.originalCode })
}
