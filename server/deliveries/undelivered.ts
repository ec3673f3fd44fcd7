import { errorClassCode, errorClassName } from '#server/attempts/error-class.ts'
import type { Context } from '#server/context.ts'
import { pool, prisma } from '#server/db.ts'
import { formatKey, parseKey } from '#server/deliveries/key.ts'
import { type DeliverySource, readWalk } from '#server/deliveries/list-sql.ts'
import { reasonCode, reasonName, stateCode, stateName, undeliveredStates } from '#server/deliveries/state.ts'
import type { UndeliveredFilter, UndeliveredPage, UndeliveredRow } from '#server/deliveries/undelivered-schema.ts'
import { listUndelivered, readDeliveries, type UndeliveredSqlRow } from '#server/deliveries/undelivered-sql.ts'
import { formatId, idFloor, lastId, parseId, timeOfId } from '#server/ids.ts'
import { rangeOfIds } from '#server/messages/feed.ts'
import { maxExamined } from '#server/pagination.ts'

const pageRows = 50
/** What is pending for less than this is on its way; without it the list would show everything that is posted. */
const onItsWayMs = 3_000

/** Deliveries of the environment that have not arrived, those of the newest messages first. */
export async function listUndeliveredOf(
  context: Context,
  { cursor, ...filter }: UndeliveredFilter & { cursor?: string | null | undefined },
  limit = pageRows,
): Promise<UndeliveredPage> {
  const place = await placeOf(context, filter)
  if (place === null) return { rows: [], cursor: null, lookedAt: 0 }
  const [source, id] = place
  const [from, to] = rangeOfIds(filter)
  const found = await pool.query({
    ...listUndelivered(source),
    values: [
      ...[id, from, to],
      ...((cursor && parseKey(cursor)) || [lastId, lastId]),
      limit + 1,
      ...matching(filter),
      idFloor(new Date(Date.now() - onItsWayMs)),
    ],
  })
  const { rows, stop } = readWalk<UndeliveredSqlRow>(found.rows)
  if (rows.length > limit) {
    const shown = rows.slice(0, limit)
    return { rows: shown.map(toRow), cursor: formatKey(shown.at(-1)!), lookedAt: 0 }
  }
  return { rows: rows.map(toRow), cursor: stop && formatKey(stop), lookedAt: maxExamined }
}

/** Where the list is walked: the narrowest of what the filter names. Null: what it names is not in this environment. */
async function placeOf(context: Context, filter: UndeliveredFilter): Promise<[DeliverySource, string] | null> {
  const { environmentId } = context
  if (filter.endpoint !== null) {
    const id = parseId('endpoint', filter.endpoint)
    const found = id && (await prisma.endpoint.findFirst({ where: { id, application: { environmentId } }, select: { id: true } }))
    return found ? ['endpoint', found.id] : null
  }
  if (filter.applications.length !== 1) return ['environment', environmentId]
  const id = parseId('application', filter.applications[0]!)
  const found = id && (await prisma.application.findFirst({ where: { id, environmentId }, select: { id: true } }))
  return found ? ['application', found.id] : null
}

/** States, reasons, event types, error classes and applications as parameters; null: any. */
const matching = ({ states, reasons, eventTypes, errors, applications }: UndeliveredFilter) => [
  (states.length === 0 ? undeliveredStates : states).map(state => stateCode[state]),
  reasons.length === 0 ? null : reasons.map(reasonCode),
  eventTypes.length === 0 ? null : eventTypes,
  errors.length === 0 ? null : errors.map(errorClassCode),
  applications.length === 0 ? null : applications.flatMap(id => parseId('application', id) ?? []),
]

/** What became of rows that a reader has; those of other environments are left out. */
export async function readDeliveriesByKey(context: Context, { deliveries }: { deliveries: string[] }): Promise<UndeliveredRow[]> {
  const keys = parseKeys(deliveries)
  if (keys.messages.length === 0) return []
  const values = [context.environmentId, keys.messages, keys.endpoints]
  const { rows } = await pool.query<UndeliveredSqlRow>({ ...readDeliveries, values })
  return rows.map(toRow)
}

/** As two lists for `unnest`; what is no key names nothing. */
export function parseKeys(keys: readonly string[]): { messages: string[]; endpoints: string[] } {
  const parsed = keys.flatMap(key => {
    const pair = parseKey(key)
    return pair ? [pair] : []
  })
  return { messages: parsed.map(([message]) => message), endpoints: parsed.map(([, endpoint]) => endpoint) }
}

const toRow = (row: UndeliveredSqlRow): UndeliveredRow => ({
  id: formatKey(row),
  message: formatId('message', row.message_id),
  endpoint: { id: formatId('endpoint', row.endpoint_id), url: row.url, paused: row.paused },
  application: { id: formatId('application', row.application_id), name: row.application_name },
  eventType: row.event_type,
  state: stateName(row.state),
  reason: reasonName(row.reason),
  attemptCount: row.attempt_count,
  error: errorClassName(row.error ?? 0),
  status: row.status,
  acceptedAt: timeOfId(row.message_id),
  nextAttemptAt: row.next_attempt_at,
  failedAt: row.failed_at,
})
