import { loadApplication } from '#server/applications/queries.ts'
import type { Context } from '#server/context.ts'
import { pool } from '#server/db.ts'
import { notFound } from '#server/errors.ts'
import { formatId, parseId } from '#server/ids.ts'
import type { MessageFilters } from '#server/messages/schema.ts'
import { findMessage, lastExaminedMessage, listMessages, type MessageRow } from '#server/messages/sql.ts'
import { bounds, type Page, walk } from '#server/pagination.ts'
import { referenceTo } from '#server/references.ts'

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

export async function listApplicationMessages(context: Context, application: string, list: MessageFilters): Promise<Page<Message>> {
  const { id: applicationId } = await loadApplication(context, application)
  const step = walkMessages(list)
  const { low, high } = bounds(step, list)
  const within = [applicationId, low, high]
  const filters = [list.event_types ?? null, list.channel ?? null, list.tag ?? null]
  const { rows } = await pool.query<MessageRow>({
    ...listMessages(step.descending),
    values: [...within, list.with_content, ...filters, step.take],
  })
  const short = isFiltered(list) && rows.length < step.take
  const last = short ? (await pool.query<{ id: string }>({ ...lastExaminedMessage(step.descending), values: within })).rows[0] : undefined
  const keyOf = (row: { id: string }) => formatId('message', row.id)
  return step.page(
    rows.map(row => toMessage(row, list.with_content)),
    keyOf,
    last ? keyOf(last) : null,
  )
}
