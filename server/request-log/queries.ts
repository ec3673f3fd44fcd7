import type { Context } from '#server/context.ts'
import { pool } from '#server/db.ts'
import { notFound } from '#server/errors.ts'
import { type Entity, formatId, idFloor, parseId, timeOfId } from '#server/ids.ts'
import { rangeOfIds } from '#server/messages/feed.ts'
import { timeRanges } from '#server/messages/time-ranges.ts'
import { maxExamined } from '#server/pagination.ts'
import type {
  LoggedRequest,
  RequestLogChoices,
  RequestLogFilter,
  RequestLogIn,
  RequestLogPage,
  RequestLogRow,
} from '#server/request-log/schema.ts'
import {
  type ActorRow,
  findByRequestId,
  type RequestRow,
  type RequestScan,
  readActors,
  readOperations,
  readRequests,
  scanRequests,
} from '#server/request-log/sql.ts'

const pageRows = 50

/** Days go when all of them is older; what is shown is seven days to the moment. */
const oldest = (): string => idFloor(new Date(Date.now() - timeRanges['7d']))

const latest = (a: string, b: string): string => (a > b ? a : b)

/** The environment's refused requests, newest first. */
export async function listRefusedRequests(context: Context, input: RequestLogIn): Promise<RequestLogPage> {
  if (input.search !== '') return { rows: await readRows(context, await idsOf(context, input.search), false), cursor: null, lookedAt: 0 }
  const [from, to] = rangeOfIds(input)
  const before = (input.cursor ? parseId('loggedRequest', input.cursor) : null) ?? to
  const narrow = input.statuses.length + input.operations.length + input.actors.length > 0
  const size = narrow ? maxExamined : pageRows
  const { rows } = await pool.query<RequestScan>({
    ...scanRequests,
    values: [context.environmentId, before, latest(from, oldest()), size, pageRows, ...matching(input)],
  })
  const { looked_at, last_id, ids } = rows[0]!
  // A look that found enough was perhaps not used up: the next one goes on after the last match.
  const next = ids.length === pageRows ? ids.at(-1)! : looked_at < size ? null : last_id
  return { rows: await readRows(context, ids, false), cursor: next && formatId('loggedRequest', next), lookedAt: looked_at }
}

/** What was answered under a request id, newest first: one request, unless its caller uses an id twice. @throws AppError not_found */
export async function getRefusedRequests(context: Context, requestId: string): Promise<LoggedRequest[]> {
  const ids = await idsOf(context, requestId)
  if (ids.length === 0) throw notFound('Request')
  return readRows(context, ids, true)
}

export async function listRequestLogChoices({ environmentId }: Context): Promise<RequestLogChoices> {
  const values = [environmentId, oldest()]
  const [operations, actors] = await Promise.all([
    pool.query<{ operation: string | null }>({ ...readOperations, values }),
    pool.query<ActorRow>({ ...readActors, values }),
  ])
  return { operations: operations.rows.map(({ operation }) => operation), actors: actors.rows.map(toActor) }
}

async function idsOf({ environmentId }: Context, requestId: string): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>({ ...findByRequestId, values: [environmentId, requestId, oldest()] })
  return rows.map(({ id }) => id)
}

async function readRows({ environmentId }: Context, ids: string[], withBodies: boolean): Promise<LoggedRequest[]> {
  if (ids.length === 0) return []
  const { rows } = await pool.query<RequestRow>({ ...readRequests, values: [environmentId, ids, withBodies] })
  return rows.map(row => ({ ...toRow(row), body: row.body, bodyBytes: row.body_bytes }))
}

/** Statuses, operations and actors as parameters; null: all. */
const matching = ({ statuses, operations, actors }: RequestLogFilter) => [
  statuses.length === 0 ? null : statuses,
  operations.length === 0 ? null : operations,
  actors.length === 0 ? null : actors.flatMap(id => Object.values(entities).flatMap(entity => parseId(entity, id) ?? [])),
]

const entities = { key: 'apiKey', portal: 'portalSession', integration: 'integration' } as const satisfies Record<string, Entity>
const unnamed = { key: 'API key', portal: 'Merchant', integration: 'Deleted integration' }

const toActor = ({ actor_kind, actor_id, actor_name, actor_prefix }: ActorRow): RequestLogRow['actor'] => ({
  id: formatId(entities[actor_kind], actor_id),
  kind: actor_kind,
  name: actor_name ?? unnamed[actor_kind],
  prefix: actor_prefix,
})

const toRow = (row: RequestRow): RequestLogRow => ({
  id: formatId('loggedRequest', row.id),
  requestId: row.request_id,
  at: timeOfId(row.id),
  actor: toActor(row),
  method: row.method,
  path: row.path,
  operation: row.operation,
  status: row.status,
  code: row.code,
  reason: row.reason,
  more: row.more,
})
