import type { Actor } from '#server/context.ts'
import type { Transaction } from '#server/db.ts'
import type { Prisma } from '#server/generated/prisma/client.ts'

/** What the audit log keeps of an actor; users and keys are named by their rows. */
function told(actor: Actor): string {
  const { kind } = actor
  switch (actor.kind) {
    case 'system':
      return JSON.stringify({ kind, name: actor.name })
    case 'portal':
      return JSON.stringify({ kind, id: actor.id, name: actor.user && (actor.user.name ?? actor.user.id) })
    default:
      return JSON.stringify({ kind, id: actor.id })
  }
}

/** Says to the rest of a transaction who acts: the triggers of the audit log read it. `write` does it for every mutation. */
export const nameActor = (actor: Actor, tx: Prisma.TransactionClient): Promise<unknown> =>
  tx.$executeRaw`select set_config('posthorn.actor', ${told(actor)}, true)`

/** The same where a transaction is not Prisma's. */
export const nameActorOf = (actor: Actor, db: Transaction): Promise<unknown> =>
  db.query({ name: 'name-actor', text: `select set_config('posthorn.actor', $1, true)`, values: [told(actor)] })
