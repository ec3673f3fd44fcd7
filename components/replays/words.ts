import { plural, shortUrl } from '#components/deliveries/words.ts'
import type { Begin } from '#components/replays/draft.ts'
import { formatCount, formatSpan } from '#components/ui/format.ts'
import type { ReplayableState } from '#server/replays/replayable-states.ts'
import type { ReplayMatches, ReplayOut } from '#server/replays/schema.ts'
import type { NamedTarget } from '#server/replays/view-schema.ts'

export const stateWords: Record<ReplayableState, string> = {
  failed: 'failed',
  retrying: 'retrying',
  skipped: 'skipped',
  canceled: 'canceled',
  delivered: 'delivered',
  missing: 'missing',
}

/** `failed, retrying or skipped` */
export function joinStates(states: readonly ReplayableState[]): string {
  const words = states.map(state => stateWords[state])
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`
}

/** `19 Nov, 14:02:03 UTC to 16:41:10 UTC`; an open end is the moment at which the replay was made. */
export function describeAccepted(since: Date | null, until: Date | null): string {
  if (since === null) return until === null ? 'at any time' : `before ${utc(until)}`
  return until === null ? `since ${utc(since)}` : `${utc(since)} to ${utc(until)}`
}

const utc = (time: Date): string =>
  `${time.toLocaleString('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit', timeZone: 'UTC' })} UTC`

/** Whom a replay is for, as a heading. */
export const nameOf = ({ application, endpoint }: NamedTarget, environment: string): string =>
  application?.name ?? (endpoint ? shortUrl(endpoint.url) : environment)

type Counted = ReplayMatches['matching']

export const describeCounted = ({ count, more }: Counted): string => `${more ? 'more than ' : ''}${formatCount(count)}`

/** What the button does, its scope in numbers first. */
export function describeStart({ matching, endpointCount }: ReplayMatches, begin: Begin): string {
  const to = `to ${plural(endpointCount, 'endpoint')}`
  if (begin === 'healthy') return `Replay ${describeCounted(matching)} when healthy`
  if (begin === 'now' || (matching.count === 1 && !matching.more)) return `Send ${describeCounted(matching)} ${to}`
  return `Send canary, then ${describeCounted({ ...matching, count: matching.count - 1 })} ${to}`
}

/** What came of it, in a line. */
export function summarize({ state, reason, delivered, total, startedAt, endedAt }: ReplayOut): string {
  const took = startedAt && endedAt ? ` in ${formatSpan(Date.parse(endedAt) - Date.parse(startedAt))}` : ''
  if (state === 'failed') return reason ?? 'It stopped.'
  if (state === 'waiting') return 'It waits for the endpoint’s next success.'
  return `${formatCount(delivered)} of ${formatCount(total)} delivered${took}`
}

/** Deliveries that have had their attempt, whatever came of it. */
export const endedCount = ({ delivered, failed, skipped }: ReplayOut): number => delivered + failed + skipped

export const isOver = ({ state }: ReplayOut): boolean => state === 'finished' || state === 'canceled' || state === 'failed'

/** Deliveries per second since it began, and the seconds left at that; null while nothing can be said. */
export function measure(replay: ReplayOut, now: number): { perSecond: number; secondsLeft: number } | null {
  if (replay.startedAt === null) return null
  const elapsedMs = (replay.endedAt ? Date.parse(replay.endedAt) : now) - Date.parse(replay.startedAt)
  const ended = endedCount(replay)
  if (ended === 0 || elapsedMs < 500) return null
  const perSecond = ended / (elapsedMs / 1_000)
  return { perSecond, secondsLeft: Math.ceil(Math.max(0, replay.total - ended) / perSecond) }
}
