import { type Context, reachOf } from '#server/context.ts'
import { pool } from '#server/db.ts'
import { reasonName, stateCode, stateName } from '#server/deliveries/state.ts'
import { notFound } from '#server/errors.ts'
import { formatId, idFloor, lastId, parseId, timeOfId } from '#server/ids.ts'
import type { FeedFilter, FeedNewsIn, FeedPage, FeedRow } from '#server/messages/feed-schema.ts'
import { type FeedSqlRow, readFeed, type ScanRow, scanFeed, scanFeedOfApplication, searchFeed } from '#server/messages/feed-sql.ts'
import { timeRanges } from '#server/messages/time-ranges.ts'
import { valueParameters } from '#server/search/find.ts'

const pageRows = 50
const newsRows = 100
/** A filter that matches little would otherwise read the whole table for one page. */
const maxLookedAt = 10_000
const slice = 1_000
const firstId = '00000000-0000-0000-0000-000000000000'
/** Commits appear out of the order of their ids, so news are read from a little before what the reader has. */
const overlapMs = 5_000

/** The environment's messages, or a merchant's own, newest first. */
export async function listFeed(context: Context, asked: FeedFilter & { cursor?: string | null | undefined }): Promise<FeedPage> {
  const input = narrowed(context, asked)
  const [from, to] = idsToLookAt(input)
  const found = await collect(context, input, input.cursor ? parsed(input.cursor) : to, from, pageRows)
  return {
    rows: await readRows(context, found.ids, input),
    cursor: found.next === null ? null : formatId('message', found.next),
    lookedAt: found.lookedAt,
  }
}

/** What a reader of the list does not have yet, and what became of the rows that it watches. `more`: there is more news than was read. */
export async function readFeedNews(context: Context, asked: FeedNewsIn): Promise<{ rows: FeedRow[]; watched: FeedRow[]; more: boolean }> {
  const input = narrowed(context, asked)
  const watched = await readRows(context, input.watched.map(parsed), input)
  const [from, to] = idsToLookAt(input)
  const since = input.newest === null ? from : idFloor(new Date(timeOfId(parsed(input.newest)).getTime() - overlapMs))
  const found = await collect(context, input, to, since > from ? since : from, newsRows)
  return { rows: await readRows(context, found.ids, input), watched, more: found.next !== null }
}

/** Slice by slice, until there are enough rows or enough was looked at. */
async function collect(context: Context, filter: FeedFilter, before: string, from: string, wanted: number) {
  const narrow = filter.eventTypes.length > 0 || filter.states.length > 0 || (filter.search !== '' && filter.applications.length > 0)
  const { statement, searched } = await chooseScan(context, filter)
  const ids: string[] = []
  let next: string | null = before
  let lookedAt = 0
  while (next !== null && ids.length < wanted && lookedAt < maxLookedAt) {
    const missing = wanted - ids.length
    const size = narrow ? slice : missing
    const values: unknown[] = [context.environmentId, next, from, size, missing, ...matching(filter), ...searched]
    const row: ScanRow | undefined = (await pool.query<ScanRow>({ ...statement, values })).rows[0]
    if (!row) break
    ids.push(...row.ids)
    lookedAt += row.looked_at
    // A slice that held enough rows was perhaps not used up: go on after its last match.
    const full: boolean = row.ids.length === missing
    next = full ? (row.ids.at(-1) ?? null) : row.looked_at < size ? null : row.last_id
  }
  return { ids, next, lookedAt }
}

/** A merchant's list is of their own application, whatever was asked for. */
const narrowed = <F extends FeedFilter>({ applicationId }: Context, filter: F): F =>
  applicationId === undefined ? filter : { ...filter, applications: [formatId('application', applicationId)] }

/** `searched`: its further parameters. */
async function chooseScan(context: Context, { applications, search }: FeedFilter) {
  if (search === '') return { statement: applications.length === 1 ? scanFeedOfApplication : scanFeed, searched: [] }
  return { statement: searchFeed, searched: [parseId('message', search), search, ...(await valueParameters(context, search))] }
}

/** What was searched for is told with its deliveries one by one. */
async function readRows(context: Context, ids: string[], { search }: FeedFilter): Promise<FeedRow[]> {
  if (ids.length === 0) return []
  const { rows } = await pool.query<FeedSqlRow>({ ...readFeed, values: [...reachOf(context), ids, search !== ''] })
  return rows.map(toFeedRow)
}

/** Applications, event types and states as parameters; null: all. An application that is no id matches nothing. */
const matching = ({ applications, eventTypes, states }: FeedFilter) => [
  applications.length === 0 ? null : applications.flatMap(id => parseId('application', id) ?? []),
  eventTypes.length === 0 ? null : eventTypes,
  states.length === 0 ? null : states.map(state => stateCode[state]),
]

/** A search looks at all times. */
const idsToLookAt = (filter: FeedFilter): [from: string, to: string] => (filter.search === '' ? rangeOfIds(filter) : [firstId, lastId])

/** The smallest ids inside and after the range. A range that ends now is open: the newest message may be younger than this process's clock. */
export function rangeOfIds({ range }: Pick<FeedFilter, 'range'>): [from: string, to: string] {
  if (typeof range === 'object') return [idFloor(inIds(range.from)), idFloor(inIds(range.to))]
  return [idFloor(new Date(Date.now() - timeRanges[range])), lastId]
}

/** The nearest moment that a UUIDv7 can hold: an address may ask for the year 1. */
const inIds = (time: Date): Date => new Date(Math.min(Math.max(time.getTime(), 0), 2 ** 48 - 1))

function parsed(id: string): string {
  const uuid = parseId('message', id)
  if (uuid === null) throw notFound('Message')
  return uuid
}

function toFeedRow(row: FeedSqlRow): FeedRow {
  const acceptedAt = timeOfId(row.id)
  return {
    id: formatId('message', row.id),
    eventType: row.event_type,
    eventId: row.event_id,
    acceptedAt,
    application: { id: formatId('application', row.application_id), name: row.application_name },
    state: row.state === null ? null : stateName(row.state),
    reason: reasonName(row.reason),
    deliveryCount: row.delivery_count,
    deliveredCount: row.delivered_count,
    attemptCount: row.attempt_count,
    nextAttemptAt: row.next_attempt_at,
    paused: row.paused,
    deliveredMs: row.delivered_at && Math.max(0, row.delivered_at.getTime() - acceptedAt.getTime()),
    deliveries:
      row.deliveries?.map(({ id, url, state }) => ({ endpoint: { id: formatId('endpoint', id), url }, state: stateName(state) })) ?? null,
  }
}
