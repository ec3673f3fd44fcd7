import { errorClassName } from '#server/attempts/error-class.ts'
import { byKey } from '#server/by-key.ts'
import type { Transaction } from '#server/db.ts'
import { formatId } from '#server/ids.ts'
import { log } from '#server/log.ts'
import { announce } from '#server/notify.ts'
import { admitDeliveries } from '#server/replays/admit-sql.ts'
import { lockReplay, progressColumns, type ReplayRow, type Settled, saveReplay, settleDeliveries } from '#server/replays/progress-sql.ts'
import { countNext, type Match, nextMatches, type Selection } from '#server/replays/selection.ts'
import { selectionOf } from '#server/replays/stored.ts'
import { takeBack } from '#server/replays/take-back.ts'
import { admissible } from '#worker/replays/pace.ts'

/** Rows examined per step: for the count, and for what is admitted when matches are rare. */
const countRows = 10_000
const searchRows = 5_000

/** `again`: the step found nothing to send where it looked, so the next one need not wait. */
export type Stepped = { state: ReplayRow['state']; admitted: number; again: boolean }

/**
 * One step of a replay, in one transaction that holds its row: hears what became of the deliveries that it has admitted, decides, and
 * admits the next few. Whatever ends a worker, the step has happened or it has not, and another worker takes the next. Null: another
 * worker is at it, or there is nothing to do.
 */
export async function stepReplay(id: string): Promise<Stepped | null> {
  const stepped = await byKey(async (db): Promise<Stepped | null> => {
    const replay = (await db.query<ReplayRow>({ ...lockReplay, values: [id] })).rows[0]
    if (!replay) return null
    const before = replay.state
    const failure = await settle(db, replay)
    const next = isActive(replay) ? await advance(db, replay, failure) : { admitted: 0, again: false }
    // Jobs that were claimed when it was stopped, and came back to their queue since.
    if (!isActive(replay)) replay.admitted -= await takeBack(db, id)
    await db.query({ ...saveReplay, values: [id, next.admitted, ...progressColumns.map(column => replay[column])] })
    if (replay.state !== before)
      log.info({ replay: formatId('replay', id), state: replay.state, reason: replay.reason }, 'a replay went on')
    return { state: replay.state, ...next }
  })
  if (stepped) announce('posthorn_live')
  if (stepped?.admitted) announce('posthorn_deliver', 'replay')
  return stepped
}

const isActive = ({ state }: ReplayRow): boolean => state === 'waiting' || state === 'canary' || state === 'running'

const openCount = ({ admitted, delivered, failed, skipped }: ReplayRow): number => admitted - delivered - failed - skipped

/** Counts what has ended; returns the first delivery whose attempt failed. */
async function settle(db: Transaction, replay: ReplayRow): Promise<Settled | null> {
  if (openCount(replay) === 0) return null
  const { rows } = await db.query<Settled>({ ...settleDeliveries, values: [replay.id] })
  const settled = rows[0]!
  replay.delivered += settled.delivered
  replay.failed += settled.failed
  replay.skipped += settled.skipped
  return settled.failed > 0 ? settled : null
}

type Admission = Pick<Stepped, 'admitted' | 'again'>
const nothing: Admission = { admitted: 0, again: false }

async function advance(db: Transaction, replay: ReplayRow, failure: Settled | null): Promise<Admission> {
  if (replay.obstacle) return stop(replay, replay.obstacle)
  if (replay.canary && failure) {
    replay.failed_message_id = failure.message_id
    replay.failed_endpoint_id = failure.endpoint_id
    return stop(replay, `${replay.state === 'canary' ? 'The canary' : 'A delivery'} failed: ${inWords(failure)}. The rest was not sent.`)
  }
  if (replay.state === 'waiting' && (replay.starts === 'now' || replay.healthy)) replay.state = replay.canary ? 'canary' : 'running'
  if (replay.state === 'canary' && replay.delivered > 0) replay.state = 'running'

  const selection = selectionOf(replay)
  if (!replay.total_exact) await count(db, replay, selection)
  const admission = await admitNext(db, replay, selection)
  if (replay.state !== 'waiting' && replay.walked && openCount(replay) === 0) replay.state = 'finished'
  return admission
}

function stop(replay: ReplayRow, reason: string): Admission {
  replay.state = 'failed'
  replay.reason = reason
  return nothing
}

const inWords = ({ status, error }: Settled): string =>
  status === null ? `the endpoint gave no answer (${errorClassName(error ?? 0)})` : `the endpoint answered ${status}`

/** Stays ahead of what is admitted, so that nothing is counted that the replay itself has changed. */
async function count(db: Transaction, replay: ReplayRow, selection: Selection): Promise<void> {
  const from = { messageId: replay.counted_message_id, endpointId: replay.counted_endpoint_id }
  const { count: found, cursor, ended } = await countNext(db, selection, from, countRows)
  replay.total += found
  replay.total_exact = ended
  replay.counted_message_id = cursor.messageId
  replay.counted_endpoint_id = cursor.endpointId
}

async function admitNext(db: Transaction, replay: ReplayRow, selection: Selection): Promise<Admission> {
  const limit = replay.walked ? 0 : admissible(replay, openCount(replay))
  if (limit === 0) return nothing
  const counted = replay.total_exact ? selection : { ...selection, to: replay.counted_message_id }
  const from = { messageId: replay.cursor_message_id, endpointId: replay.cursor_endpoint_id }
  // Most of what is next often matches; only when it does not are more rows worth examining.
  const near = await nextMatches(db, counted, from, { limit, examine: limit * 2 + 50 })
  const slice = near.matches.length > 0 || near.ended ? near : await nextMatches(db, counted, near.cursor, { limit, examine: searchRows })
  replay.cursor_message_id = slice.cursor.messageId
  replay.cursor_endpoint_id = slice.cursor.endpointId
  replay.walked = slice.ended && replay.total_exact
  const admitted = slice.matches.length === 0 ? 0 : await admit(db, replay, slice.matches)
  return { admitted, again: admitted === 0 && !replay.walked }
}

async function admit(db: Transaction, replay: ReplayRow, matches: Match[]): Promise<number> {
  const column = <T>(pick: (match: Match) => T): T[] => matches.map(pick)
  const { rows } = await db.query<{ message_id: string; endpoint_id: string }>({
    ...admitDeliveries,
    values: [
      replay.id,
      column(match => match.messageId),
      column(match => match.endpointId),
      column(match => match.applicationId),
      column(match => match.eventType),
      column(match => match.missing),
      column(match => match.absent),
      replay.states,
    ],
  })
  if (replay.state === 'canary' && rows[0]) {
    replay.canary_message_id = rows[0].message_id
    replay.canary_endpoint_id = rows[0].endpoint_id
  }
  replay.admitted += rows.length
  return rows.length
}
