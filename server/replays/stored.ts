import { errorClassCode, errorClassName } from '#server/attempts/error-class.ts'
import { reasonCode, reasonName, stateCode, stateName } from '#server/deliveries/state.ts'
import type { Replay } from '#server/generated/prisma/client.ts'
import { formatId, idFloor } from '#server/ids.ts'
import type { ReplayRow } from '#server/replays/progress-sql.ts'
import type { ReplayableState } from '#server/replays/replayable-states.ts'
import type { ReplayFilter, ReplayOut } from '#server/replays/schema.ts'
import type { Selection } from '#server/replays/selection.ts'

/** What a filter means in stored codes. */
export type StoredFilter = Pick<Selection, 'states' | 'missing' | 'reasons' | 'errors' | 'statusClass' | 'eventTypes' | 'channel' | 'tag'>

export function storeFilter(filter: ReplayFilter): StoredFilter {
  const states = [...new Set(filter.states)].filter(state => state !== 'missing')
  return {
    states: states.map(state => stateCode[state]),
    missing: filter.states.includes('missing'),
    reasons: (filter.reasons ?? []).map(reason => reasonCode(reason) ?? 0),
    errors: (filter.errorClasses ?? []).map(errorClassCode),
    statusClass: filter.statusCodeClass ?? null,
    eventTypes: filter.eventTypes ?? [],
    channel: filter.channel ?? null,
    tag: filter.tag ?? null,
  }
}

/** The message ids of a time, and of messages older than the replay: that is its snapshot. */
export function idsBetween(since: Date | null, until: Date | null, replayId: string): Pick<Selection, 'from' | 'to'> {
  const end = until === null ? replayId : idFloor(until)
  return { from: idFloor(since ?? new Date(0)), to: end < replayId ? end : replayId }
}

export const selectionOf = (row: ReplayRow): Selection => ({
  environmentId: row.environment_id,
  applicationId: row.application_id,
  endpointId: row.endpoint_id,
  states: row.states,
  missing: row.missing,
  reasons: row.reasons,
  errors: row.errors,
  statusClass: row.status_class,
  eventTypes: row.event_types,
  channel: row.channel,
  tag: row.tag,
  ...idsBetween(row.since, row.until, row.id),
})

const isPresent = <T>(value: T | null): value is T => value !== null
const timeOf = (date: Date | null): string | null => date?.toISOString() ?? null
const deliveryOf = (messageId: string | null, endpointId: string | null): ReplayOut['canaryDelivery'] =>
  messageId && endpointId ? { msgId: formatId('message', messageId), endpointId: formatId('endpoint', endpointId) } : null

const filterOf = (row: Replay): ReplayOut['filter'] => ({
  states: [...row.states.map(code => stateName(code) as ReplayableState), ...(row.missing ? (['missing'] as const) : [])],
  reasons: row.reasons.map(reasonName).filter(isPresent),
  errorClasses: row.errors.map(errorClassName).filter(isPresent),
  statusCodeClass: row.statusClass,
  eventTypes: row.eventTypes,
  channel: row.channel,
  tag: row.tag,
  since: timeOf(row.since),
  until: timeOf(row.until),
})

export const toReplayOut = (row: Replay): ReplayOut => ({
  id: formatId('replay', row.id),
  kind: row.kind as ReplayOut['kind'],
  state: row.state as ReplayOut['state'],
  reason: row.reason,
  appId: row.applicationId && formatId('application', row.applicationId),
  endpointId: row.endpointId && formatId('endpoint', row.endpointId),
  filter: filterOf(row),
  canary: row.canary,
  rate: row.rate,
  when: row.starts as ReplayOut['when'],
  total: row.total,
  totalIsExact: row.totalExact,
  admitted: row.admitted,
  delivered: row.delivered,
  failed: row.failed,
  skipped: row.skipped,
  canaryDelivery: deliveryOf(row.canaryMessageId, row.canaryEndpointId),
  failedDelivery: deliveryOf(row.failedMessageId, row.failedEndpointId),
  createdBy: row.createdBy,
  createdAt: row.createdAt.toISOString(),
  startedAt: timeOf(row.startedAt),
  endedAt: timeOf(row.endedAt),
  updatedAt: row.updatedAt.toISOString(),
})
