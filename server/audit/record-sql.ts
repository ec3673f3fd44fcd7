import type { AuditAction } from '#server/audit/actions.ts'
import type { Context } from '#server/context.ts'
import type { Tx } from '#server/writes.ts'

/** `target.id`: of the database. `after`: what else there is to say, by column names. */
type Act = {
  action: AuditAction
  target: { kind: 'message' | 'endpoint' | 'application'; id: string; name: string }
  after?: Record<string, string>
}

/**
 * Adds what is done to messages to the audit log: their tables are the hot path's, and have no triggers. Everything else is told by
 * the triggers of its table (prisma/migrations/20261122165000_audit_log).
 */
export const recordAct = ({ environmentId }: Context, { action, target, after }: Act, tx: Tx): Promise<unknown> => tx.$executeRaw`
  select record_audit(null, ${environmentId}::uuid, ${action}, ${target.kind}, ${target.id}::uuid, ${target.name}, null,
    ${after === undefined ? null : JSON.stringify(after)}::jsonb)`
