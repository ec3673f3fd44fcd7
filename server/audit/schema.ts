import { z } from 'zod'
import type { Actor } from '#server/context.ts'

/** `actor`: the id of a user, key, portal session or integration; `portal`, `integration` and `system` stand for all of a kind. */
export const AuditFilter = z.object({ actor: z.string().max(64).nullable(), action: z.string().max(64).nullable() })
export type AuditFilter = z.infer<typeof AuditFilter>

export const AuditListIn = AuditFilter.extend({ cursor: z.string().max(64).nullish() })
export type AuditListIn = z.infer<typeof AuditListIn>

type AuditActor = { kind: Actor['kind']; id: string | null; name: string }

/** One thing that has changed; undefined: it was or is not there. */
export type AuditChange = { name: string; before: unknown; after: unknown }

export type AuditRow = {
  id: string
  at: Date
  actor: AuditActor
  action: string
  target: { kind: string; id: string | null; name: string | null }
  changes: AuditChange[]
}

export type AuditPage = { rows: AuditRow[]; cursor: string | null }

/** Who may be filtered by. */
export type AuditActorChoice = { id: string; name: string; kind: 'key' | 'user' }
