import { overwriteResponse } from '#server/attempts/expunge-sql.ts'
import type { AttemptPath } from '#server/attempts/queries.ts'
import { recordAct } from '#server/audit/record-sql.ts'
import type { Context } from '#server/context.ts'
import { notFound } from '#server/errors.ts'
import { parseId } from '#server/ids.ts'
import { loadMessage } from '#server/messages/queries.ts'
import type { Tx } from '#server/writes.ts'

/** Forgets what the receiver answered; that there was an attempt stays. @throws AppError not_found */
export async function expungeAttempt(context: Context, path: AttemptPath, tx: Tx): Promise<void> {
  const message = await loadMessage(context, path)
  const id = parseId('attempt', path.attempt)
  if (id === null || (await overwriteResponse(message.id, id, tx)) === 0) throw notFound()
  const target = { kind: 'message', id: message.id, name: message.eventType } as const
  await recordAct(context, { action: 'attempt.expunge', target, after: { attempt_id: id } }, tx)
}
