import { readList, readRange, writeRange } from '#components/messages/filters.ts'
import { type ErrorClass, errorClasses } from '#server/attempts/error-class.ts'
import { type DeliveryReason, deliveryReasons, type UndeliveredState, undeliveredStates } from '#server/deliveries/state.ts'
import type { UndeliveredFilter } from '#server/deliveries/undelivered-schema.ts'
import { timeRanges } from '#server/messages/time-ranges.ts'

/** What has not arrived may be days old: retries go on for three. */
const defaultRange = '7d'

const oneOf =
  <V extends string>(values: readonly V[]) =>
  (text: string): text is V =>
    (values as readonly string[]).includes(text)

/** What can't be understood is left out: an address is typed by people, too. */
export function readFilter(params: Pick<URLSearchParams, 'get'>): UndeliveredFilter {
  return {
    states: readList(params, 'state').filter(oneOf<UndeliveredState>(undeliveredStates)),
    reasons: readList(params, 'reason').filter(oneOf<DeliveryReason>(deliveryReasons)),
    errors: readList(params, 'error').filter(oneOf<ErrorClass>(errorClasses)),
    eventTypes: readList(params, 'type'),
    applications: readList(params, 'application'),
    endpoint: (params.get('endpoint') ?? '').slice(0, 64) || null,
    range: readRange(params, defaultRange),
  }
}

/** Only what differs from the default, so that the plain list has a plain address. */
export function writeFilter(filter: UndeliveredFilter): URLSearchParams {
  const params = new URLSearchParams()
  const set = (name: string, value: string) => value !== '' && params.set(name, value)
  set('state', filter.states.join(','))
  set('reason', filter.reasons.join(','))
  set('error', filter.errors.join(','))
  set('type', filter.eventTypes.join(','))
  set('application', filter.applications.join(','))
  set('endpoint', filter.endpoint ?? '')
  writeRange(params, filter.range, defaultRange)
  return params
}

export const isFiltered = ({ states, reasons, errors, eventTypes, applications, endpoint }: UndeliveredFilter): boolean =>
  [states, reasons, errors, eventTypes, applications].some(values => values.length > 0) || endpoint !== null

/** Why no replay is of what the filter matches, or null. */
export function whyNoReplay({ states, reasons, errors, applications }: UndeliveredFilter): string | null {
  if (reasons.length + errors.length > 0 || applications.length > 1)
    return 'A replay is of one application or all, and of any reason and error: remove these filters.'
  if (states.length > 0 && states.every(state => state === 'pending'))
    return 'What is pending is about to be sent anyway: choose other states.'
  return null
}

/** The same as a replay that is not made yet, without what is pending; `now` in ms. Null: `whyNoReplay` says why. */
export function toDraft(filter: UndeliveredFilter, now: number) {
  if (whyNoReplay(filter) !== null) return null
  const { states, eventTypes, applications, endpoint, range } = filter
  const chosen: readonly UndeliveredState[] = states.length === 0 ? undeliveredStates : states
  const replayable = chosen.filter(state => state !== 'pending')
  const within =
    typeof range === 'object' ? { since: range.from, until: range.to } : { since: new Date(now - timeRanges[range]), until: null }
  return { application: applications[0] ?? null, endpoint, states: replayable, eventTypes, ...within }
}

export const unfiltered = ({ range }: UndeliveredFilter): UndeliveredFilter => ({
  states: [],
  reasons: [],
  errors: [],
  eventTypes: [],
  applications: [],
  endpoint: null,
  range,
})
