import { loadApplication } from '#server/applications/queries.ts'
import type { Context } from '#server/context.ts'
import { pool } from '#server/db.ts'
import { notFound } from '#server/errors.ts'
import { formatId, parseId } from '#server/ids.ts'
import type { MessageFilters, MessageList } from '#server/messages/schema.ts'
import {
  findMessage,
  lastExaminedMessage,
  lastExaminedWithValue,
  listMessages,
  listMessagesWithValue,
  type MessageRow,
} from '#server/messages/sql.ts'
import { bounds, type Page, walk } from '#server/pagination.ts'
import { referenceTo } from '#server/references.ts'
import { valueParameters } from '#server/search/find.ts'

/** A stored message. `body`: the payload's bytes; null when they are no longer kept, undefined when they were not asked for. */
export type Message = {
  id: string
  eventType: string
  eventId: string | null
  channels: readonly string[] | null
  tags: readonly string[] | null
  /** null: JSON. */
  contentType: string | null
  /** null: at once. */
  deliverAt: Date | null
  body: Buffer | null | undefined
}

export const toMessage = (row: MessageRow, withContent: boolean): Message => ({
  id: row.id,
  eventType: row.event_type,
  eventId: row.event_id,
  channels: row.channels,
  tags: row.tags,
  contentType: row.content_type,
  deliverAt: row.deliver_at,
  body: withContent ? row.body : undefined,
})

/**
 * The message that a path names by id or eventId.
 * @throws AppError not_found, also for another environment's or application's
 */
export async function loadMessage(context: Context, path: { application: string; message: string }, withContent = false): Promise<Message> {
  const application = await loadApplication(context, path.application)
  const reference = referenceTo('message', path.message)
  const [id, eventId] = 'id' in reference ? [reference.id, null] : [null, reference.uid]
  const { rows } = await pool.query<MessageRow>({ ...findMessage, values: [application.id, id, eventId, withContent] })
  if (!rows[0]) throw notFound()
  return toMessage(rows[0], withContent)
}

/** How a list of messages, deliveries or attempts is read: newest first, and `after` alone from the oldest on. */
export const walkMessages = (list: MessageFilters, entity: 'message' | 'attempt' = 'message') =>
  walk<string>({ ...list, order: 'descending', fromEnd: list.after !== undefined && list.before === undefined }, text =>
    parseId(entity, text),
  )

export const isFiltered = (list: MessageFilters): boolean =>
  list.event_types !== undefined || list.channel !== undefined || list.tag !== undefined

export async function listApplicationMessages(context: Context, application: string, list: MessageList): Promise<Page<Message>> {
  const { id: applicationId } = await loadApplication(context, application)
  const step = walkMessages(list)
  const { low, high } = bounds(step, list)
  const value = list.value === undefined ? null : await valueParameters(context, list.value)
  const filters = [list.event_types ?? null, list.channel ?? null, list.tag ?? null]
  const values = [applicationId, low, high, list.with_content, ...filters, step.take, ...(value ?? [])]
  const read = value ? listMessagesWithValue : listMessages
  const { rows } = await pool.query<MessageRow>({ ...read(step.descending), values })
  const short = (isFiltered(list) || value !== null) && rows.length < step.take
  const readLast = value
    ? { ...lastExaminedWithValue(step.descending), values: [low, high, ...value] }
    : { ...lastExaminedMessage(step.descending), values: [applicationId, low, high] }
  const last = short ? (await pool.query<{ id: string }>(readLast)).rows[0] : undefined
  const keyOf = (row: { id: string }) => formatId('message', row.id)
  return step.page(
    rows.map(row => toMessage(row, list.with_content)),
    keyOf,
    last ? keyOf(last) : null,
  )
}
