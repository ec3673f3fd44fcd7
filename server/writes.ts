import { prisma } from '#server/db.ts'
import type { AppError } from '#server/errors.ts'
import { Prisma } from '#server/generated/prisma/client.ts'

/** What a query or mutation speaks to: one transaction, or `prisma` itself where a single statement is enough. */
export type Database = Prisma.TransactionClient
/** A transaction: mutations ask for one, so that what belongs together is committed together. */
export type Tx = Prisma.TransactionClient

const hasCode = (error: unknown, code: string): boolean => error instanceof Prisma.PrismaClientKnownRequestError && error.code === code

/** Runs `work` in one transaction; a deadlock or serialization failure (P2034) repeats it, at most five times. */
export async function write<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await prisma.$transaction(work, { maxWait: 5_000, timeout: 20_000 })
    } catch (error) {
      if (tries >= 5 || !hasCode(error, 'P2034')) throw error
    }
  }
}

/** The result of an update, or `taken` when a unique index refuses it (P2002). */
export async function unlessTaken<T>(update: Promise<T>, taken: AppError): Promise<T> {
  try {
    return await update
  } catch (error) {
    throw hasCode(error, 'P2002') ? taken : error
  }
}

/** Whether a raw statement gave up waiting for a lock (SQLSTATE 55P03). */
export const isLockTimeout = (error: unknown): boolean =>
  error instanceof Prisma.PrismaClientKnownRequestError && JSON.stringify(error.meta ?? {}).includes('55P03')
