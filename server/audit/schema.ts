import { z } from 'zod'
import type { Actor } from '#server/context.ts'

/** What can happen, by what it happens to; the words of the triggers in prisma/migrations/20261122165000_audit_log. */
export const auditActions = [
  'api_key.create',
  'api_key.revoke',
  'application.create',
  'application.update',
  'application.delete',
  'application.expunge',
  'attempt.expunge',
  'delivery.cancel',
  'delivery.resend',
  'delivery.resend_edited',
  'demo.remove',
  'endpoint.create',
  'endpoint.update',
  'endpoint.enable',
  'endpoint.disable',
  'endpoint.pause',
  'endpoint.resume',
  'endpoint.rotate_secret',
  'endpoint.send_example',
  'endpoint.delete',
  'environment.create',
  'environment.update',
  'event_type.create',
  'event_type.update',
  'event_type.delete',
  'integration.create',
  'integration.update',
  'integration.rotate_key',
  'integration.delete',
  'invite.create',
  'invite.revoke',
  'member.create',
  'member.update',
  'member.delete',
  'message.expunge',
  'organization.create',
  'organization.update',
  'portal_session.create',
  'portal_session.revoke',
  'replay.create',
  'replay.cancel',
] as const
export type AuditAction = (typeof auditActions)[number]

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
