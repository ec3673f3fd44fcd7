import { findApplications } from '#server/applications/queries.ts'
import { startTask } from '#server/background-tasks/mutations.ts'
import type { TaskOut } from '#server/background-tasks/schema.ts'
import type { Context } from '#server/context.ts'
import type { Transaction } from '#server/db.ts'
import { AppError, invalid } from '#server/errors.ts'
import { formatId } from '#server/ids.ts'
import type { AppUsageStatsIn, AppUsageStatsOut } from '#server/stats/usage-schema.ts'
import {
  type ApplicationCount,
  type ApplicationSubscriptions,
  countByApplication,
  subscriptionsByApplication,
} from '#server/stats/usage-sql.ts'
import type { Tx } from '#server/writes.ts'

const hourMs = 60 * 60 * 1000
const dayMs = 24 * hourMs
/** Sums by the hour are kept for 90 days; a task that takes its time must still find them. */
const hoursKeptMs = 89 * dayMs

/** Hours are UTC's. Between `days.from` and `days.to` whole days are read, before and after them hours. */
type Span = { from: string; days: { from: string; to: string }; to: string }
type UsageInput = { span: Span; applicationIds: string[] | null }

const down = (ms: number, unit: number): number => Math.floor(ms / unit) * unit
const up = (ms: number, unit: number): number => Math.ceil(ms / unit) * unit
const text = (ms: number): string => new Date(ms).toISOString()

/** The hours that a time touches, and the days where hours are not kept any more. */
export function spanOf({ since, until }: { since: Date; until: Date }, now: number): Span {
  const unitAt = (ms: number) => (ms < now - hoursKeptMs ? dayMs : hourMs)
  const from = down(since.getTime(), unitAt(since.getTime()))
  const to = up(until.getTime(), unitAt(until.getTime()))
  const days = { from: up(from, dayMs), to: down(to, dayMs) }
  const whole = days.from < days.to ? days : { from: to, to }
  return { from: text(from), days: { from: text(whole.from), to: text(whole.to) }, to: text(to) }
}

/**
 * Sums up the attempts of applications.
 * @throws AppError invalid_range; ValidationError when none of the applications named is there
 */
export async function aggregateAppStats(context: Context, { since, until, appIds }: AppUsageStatsIn, tx: Tx): Promise<AppUsageStatsOut> {
  if (since > until) throw new AppError('invalid_range', 'The time ends before it begins.')
  const names = [...new Set(appIds)]
  const found = names.length === 0 ? null : await findApplications(context, names, tx)
  if (found?.size === 0) throw invalid(['body', 'appIds'], 'None of these is an application of this environment.')
  const input: UsageInput = { span: spanOf({ since, until }, Date.now()), applicationIds: found && [...new Set(found.values())] }
  const task = await startTask(context, 'application.stats', { applicationId: null, input }, tx)
  return { ...task, unresolvedAppIds: found ? names.filter(name => !found.has(name)) : [] }
}

/** Collects what the endpoints of each application subscribe to. */
export const aggregateEventTypes = (context: Context, tx: Tx): Promise<TaskOut> =>
  startTask(context, 'event-type.aggregate', { applicationId: null }, tx)

const sliceRows = 200

/** Some applications: after which they come, and of what they are told. `cursor` null: there are no more. */
type Next<T> = { cursor: string | null; found: T[] }
const cursorOf = (rows: readonly { id: string }[]): string | null => (rows.length < sliceRows ? null : rows.at(-1)!.id)

export async function countNextApplications(db: Transaction, environmentId: string, after: string, input: unknown) {
  const { span, applicationIds } = input as UsageInput
  const { rows } = await db.query<ApplicationCount>({
    ...countByApplication,
    values: [environmentId, after, sliceRows, applicationIds, span.from, span.days.from, span.days.to, span.to],
  })
  const found = rows.map(({ id, uid, count }) => ({ appId: formatId('application', id), appUid: uid, messageDestinations: count }))
  return { cursor: cursorOf(rows), found } satisfies Next<unknown>
}

export async function listNextSubscriptions(db: Transaction, environmentId: string, after: string) {
  const { rows } = await db.query<ApplicationSubscriptions>({
    ...subscriptionsByApplication,
    values: [environmentId, after, sliceRows, null],
  })
  const found = rows.map(({ id, event_types, catch_all }) => ({
    appId: formatId('application', id),
    explicitlySubscribedEventTypes: event_types,
    hasCatchAllEndpoint: catch_all,
  }))
  return { cursor: cursorOf(rows), found } satisfies Next<unknown>
}
