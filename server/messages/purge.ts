import { loadApplication } from '#server/applications/queries.ts'
import { recordAct } from '#server/audit/record-sql.ts'
import { startTask } from '#server/background-tasks/mutations.ts'
import type { TaskOut } from '#server/background-tasks/schema.ts'
import type { Context } from '#server/context.ts'
import type { Transaction } from '#server/db.ts'
import { deletePayloads, type MessageToPurge, nextMessages, overwriteResponses } from '#server/messages/purge-sql.ts'
import { deleteSearchValues } from '#server/search/sql.ts'
import type { Tx } from '#server/writes.ts'

/**
 * Forgets the payloads of all messages that an application has now, and what receivers answered to them. What waits ends as expired, a
 * request that is under way is not called back. @throws AppError not_found
 */
export async function purgeMessages(context: Context, application: string, tx: Tx): Promise<TaskOut> {
  const { id, name } = await loadApplication(context, application, tx)
  await recordAct(context, { action: 'application.expunge', target: { kind: 'application', id, name } }, tx)
  return startTask(context, 'application.purge_content', { applicationId: id }, tx)
}

const sliceRows = 500

/** `ids` exclusive. Returns how many payloads went, and the message that was looked at last; null when there are no more. */
export async function purgeNext(
  db: Transaction,
  applicationId: string,
  ids: { after: string; before: string },
): Promise<{ cursor: string | null; purged: number }> {
  const { rows } = await db.query<MessageToPurge>({ ...nextMessages, values: [applicationId, ids.after, ids.before, sliceRows] })
  const messages = rows.map(({ id }) => id)
  const last = messages.at(-1)
  if (last === undefined) return { cursor: null, purged: 0 }
  const { rowCount } = await db.query({ ...deletePayloads, values: [messages, [...new Set(rows.map(({ week }) => week))]] })
  await db.query({ ...deleteSearchValues, values: [messages] })
  await db.query({ ...overwriteResponses, values: [messages, messages[0], last] })
  return { cursor: rows.length < sliceRows ? null : last, purged: rowCount ?? 0 }
}
