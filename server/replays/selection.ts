import type { Queryable } from '#server/db.ts'
import { stateCode } from '#server/deliveries/state.ts'
import { type CountRow, countMatches, findMatches, type MatchRow, type SliceRow, type Walk } from '#server/replays/selection-sql.ts'

/** What a replay sends: a filter in stored codes, within an environment. Of the lists but `states`, an empty one means any. */
export type Selection = {
  environmentId: string
  applicationId: string | null
  endpointId: string | null
  states: readonly number[]
  missing: boolean
  reasons: readonly number[]
  errors: readonly number[]
  statusClass: number | null
  eventTypes: readonly string[]
  channel: string | null
  tag: string | null
  /** Between which message ids: the first inclusive, the second exclusive. */
  from: string
  to: string
}

/** The key of the delivery that was looked at last. */
export type Cursor = { messageId: string; endpointId: string }

const nil = '00000000-0000-0000-0000-000000000000'
export const startOf = ({ from }: Selection): Cursor => ({ messageId: from, endpointId: nil })

/** The index that leads to the matches soonest: failed deliveries of an application have one of their own. */
function walkOf({ states, missing, applicationId, endpointId }: Selection): Walk {
  if (missing) return applicationId ? 'missing-of-application' : 'missing-of-environment'
  if (applicationId && states.length === 1 && states[0] === stateCode.failed) return 'failed'
  if (endpointId) return 'endpoint'
  return applicationId ? 'application' : 'environment'
}

const placeOf = (walk: Walk, selection: Selection) =>
  walk === 'endpoint' ? selection.endpointId : (selection.applicationId ?? selection.environmentId)

function values(walk: Walk, selection: Selection, cursor: Cursor, examine: number): unknown[] {
  const { endpointId, states, reasons, eventTypes, channel, tag, errors, statusClass, to } = selection
  const place = placeOf(walk, selection)
  return [
    cursor.messageId,
    cursor.endpointId,
    to,
    examine,
    place,
    endpointId,
    states,
    reasons,
    eventTypes,
    channel,
    tag,
    errors,
    statusClass,
  ]
}

export type Match = { messageId: string; endpointId: string; applicationId: string; eventType: string; missing: boolean; absent: boolean }
/** `cursor`: where to go on; `ended`: there is nothing behind it. */
export type Slice = { cursor: Cursor; ended: boolean }

function sliceOf(row: SliceRow | undefined, cursor: Cursor, examine: number): Slice {
  if (!row || row.end_message_id === null || row.end_endpoint_id === null) return { cursor, ended: true }
  return { cursor: { messageId: row.end_message_id, endpointId: row.end_endpoint_id }, ended: row.examined < examine }
}

/** Up to `limit` matches after the cursor, among the next `examine` rows. */
export async function nextMatches(
  db: Queryable,
  selection: Selection,
  cursor: Cursor,
  { limit, examine }: { limit: number; examine: number },
): Promise<Slice & { matches: Match[] }> {
  const walk = walkOf(selection)
  const { rows } = await db.query<MatchRow>({ ...findMatches(walk), values: [...values(walk, selection, cursor, examine), limit] })
  const matches = rows.flatMap((row): Match[] =>
    row.message_id === null
      ? []
      : [
          {
            messageId: row.message_id,
            endpointId: row.endpoint_id,
            applicationId: row.application_id,
            eventType: row.event_type,
            missing: row.missing,
            absent: row.absent,
          },
        ],
  )
  const last = matches.at(-1)
  // A full page may have left matches of this slice behind it.
  if (last && matches.length === limit) return { matches, cursor: { messageId: last.messageId, endpointId: last.endpointId }, ended: false }
  return { matches, ...sliceOf(rows[0], cursor, examine) }
}

export type Group = { endpointId: string; eventType: string; count: number }

/** How many matches there are among the next `examine` rows, by endpoint and event type. */
export async function countNext(
  db: Queryable,
  selection: Selection,
  cursor: Cursor,
  examine: number,
): Promise<Slice & { count: number; groups: Group[] }> {
  const walk = walkOf(selection)
  const { rows } = await db.query<CountRow>({ ...countMatches(walk), values: values(walk, selection, cursor, examine) })
  const groups = rows.flatMap(({ endpoint_id, event_type, count }) =>
    count === null ? [] : [{ endpointId: endpoint_id, eventType: event_type, count }],
  )
  return { groups, count: groups.reduce((sum, { count }) => sum + count, 0), ...sliceOf(rows[0], cursor, examine) }
}

/** Counted exactly up to here, in requests that somebody waits for. */
const maxCounted = 10_000
const examinePerSlice = 20_000
const maxSlices = 25

/** Counts until the end, or until there are more than 10,000, or half a million rows were examined without an end. */
export async function countAll(
  db: Queryable,
  selection: Selection,
): Promise<{ count: number; more: boolean; counted: Cursor; groups: Group[] }> {
  const groups: Group[] = []
  let counted = startOf(selection)
  let count = 0
  for (let slices = 0; slices < maxSlices; slices++) {
    const slice = await countNext(db, selection, counted, examinePerSlice)
    groups.push(...slice.groups)
    count += slice.count
    counted = slice.cursor
    if (slice.ended) return { count, more: false, counted, groups }
    if (count > maxCounted) break
  }
  return { count, more: true, counted, groups }
}
