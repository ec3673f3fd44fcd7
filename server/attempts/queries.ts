import { type ErrorClass, errorClassName } from '#server/attempts/error-class.ts'
import type { AttemptsOfEndpoint, AttemptsOfMessage } from '#server/attempts/schema.ts'
import { type AttemptPlace, type AttemptRow, findAttempt, lastExaminedAttempt, listAttempts } from '#server/attempts/sql.ts'
import type { Context } from '#server/context.ts'
import { pool } from '#server/db.ts'
import { type EndpointPath, loadEndpoint } from '#server/endpoints/queries.ts'
import { notFound } from '#server/errors.ts'
import { formatId, parseId } from '#server/ids.ts'
import { isFiltered, loadMessage, type Message, toMessage, walkMessages } from '#server/messages/queries.ts'
import { bounds, type Page } from '#server/pagination.ts'

/** `response`: of the answer; null when it was not asked for. */
export type Attempt = {
  id: string
  messageId: string
  endpointId: string
  url: string
  trigger: number
  /** null: it succeeded. */
  error: ErrorClass | null
  statusCode: number | null
  errorDetail: string | null
  response: string | null
  durationUs: number
  startedAt: Date
  message: Message
}

const toAttempt = (row: AttemptRow, withPayload: boolean): Attempt => ({
  id: row.id,
  messageId: row.message_id,
  endpointId: row.endpoint_id,
  url: row.url,
  trigger: row.trigger,
  error: errorClassName(row.error),
  statusCode: row.status,
  errorDetail: row.error_detail,
  response: row.response_body,
  durationUs: row.total_us,
  startedAt: row.started_at,
  message: toMessage({ ...row, id: row.message_id }, withPayload),
})

/** Newest first. @throws AppError not_found */
export async function listAttemptsOfEndpoint(context: Context, path: EndpointPath, list: AttemptsOfEndpoint): Promise<Page<Attempt>> {
  const endpoint = await loadEndpoint(context, path)
  return readPage('endpoint', endpoint.id, null, list, list.with_msg && list.with_content)
}

/** Newest first. @throws AppError not_found */
export async function listAttemptsOfMessage(
  context: Context,
  path: { application: string; message: string },
  list: AttemptsOfMessage,
): Promise<Page<Attempt>> {
  const message = await loadMessage(context, path)
  if (list.endpoint_id === undefined) return readPage('message', message.id, null, list, false)
  const endpoint = await loadEndpoint(context, { application: path.application, endpoint: list.endpoint_id })
  return readPage('delivery', message.id, endpoint.id, list, false)
}

export type AttemptPath = { application: string; message: string; attempt: string }

/** @throws AppError not_found */
export async function getAttempt(context: Context, path: AttemptPath): Promise<Attempt> {
  const message = await loadMessage(context, path)
  const { rows } = await pool.query<AttemptRow>({ ...findAttempt, values: [message.id, parseId('attempt', path.attempt)] })
  if (!rows[0]) throw notFound()
  return toAttempt(rows[0], false)
}

async function readPage(
  place: AttemptPlace,
  id: string,
  endpointId: string | null,
  list: AttemptsOfMessage,
  withPayload: boolean,
): Promise<Page<Attempt>> {
  const step = walkMessages(list, 'attempt')
  const { low, high } = bounds(step, list)
  const { rows } = await pool.query<AttemptRow>({
    ...listAttempts(place, step.descending),
    values: [
      ...[id, low, high, list.with_content],
      ...[list.event_types ?? null, list.channel ?? null, list.tag ?? null, step.take],
      ...[succeededFilter(list.status), list.status_code_class ?? null, withPayload],
      ...(endpointId === null ? [] : [endpointId]),
    ],
  })
  const keyOf = (row: { id: string }) => formatId('attempt', row.id)
  const filtered = isFiltered(list) || list.status !== undefined || list.status_code_class !== undefined
  const last =
    place === 'endpoint' && filtered && rows.length < step.take
      ? (await pool.query<{ id: string }>({ ...lastExaminedAttempt(step.descending), values: [id, low, high] })).rows[0]
      : undefined
  // An attempt has succeeded or failed; there are none in the other states, and the page is then empty.
  const shown = list.status === 1 || list.status === 3 ? [] : rows
  return step.page(
    shown.map(row => toAttempt(row, withPayload)),
    keyOf,
    last ? keyOf(last) : null,
  )
}

const succeededFilter = (status: AttemptsOfMessage['status']): boolean | null => (status === undefined ? null : status === 0)
