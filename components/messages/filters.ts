import type { DeliveryState } from '#server/deliveries/state.ts'
import type { FeedFilter } from '#server/messages/feed-schema.ts'

/** The list's filter as it stands in the address, so that it can be reloaded, shared and gone back to. */
const states: readonly DeliveryState[] = ['failed', 'retrying', 'pending', 'delivered', 'skipped', 'canceled']
const ranges = ['1h', '24h', '7d', '30d'] as const
const defaultRange = '24h'

export const filterStates = states

type Params = Pick<URLSearchParams, 'get'>
type Range = FeedFilter['range']

export const readList = (params: Params, name: string): string[] => (params.get(name) ?? '').split(',').filter(Boolean).slice(0, 50)

const isState = (text: string): text is DeliveryState => (states as readonly string[]).includes(text)

/** What can't be understood is left out: an address is typed by people, too. */
export function readFilter(params: Params): FeedFilter {
  return {
    applications: readList(params, 'application'),
    eventTypes: readList(params, 'type'),
    states: readList(params, 'state').filter(isState),
    range: readRange(params, defaultRange),
    search: (params.get('q') ?? '').trim().slice(0, 256),
  }
}

export function readRange(params: Params, otherwise: (typeof ranges)[number]): Range {
  const from = new Date(params.get('from') ?? '')
  const to = new Date(params.get('to') ?? '')
  if (from < to) return { from, to }
  return ranges.find(range => range === params.get('range')) ?? otherwise
}

export function writeRange(params: URLSearchParams, range: Range, otherwise: (typeof ranges)[number]): void {
  if (typeof range === 'object') {
    params.set('from', range.from.toISOString())
    params.set('to', range.to.toISOString())
  } else if (range !== otherwise) params.set('range', range)
}

/** Only what differs from the default, so that the plain list has a plain address. */
export function writeFilter(filter: FeedFilter): URLSearchParams {
  const params = new URLSearchParams()
  const set = (name: string, value: string) => value !== '' && params.set(name, value)
  set('q', filter.search)
  set('application', filter.applications.join(','))
  set('type', filter.eventTypes.join(','))
  set('state', filter.states.join(','))
  writeRange(params, filter.range, defaultRange)
  return params
}

export const isFiltered = ({ applications, eventTypes, states, search }: FeedFilter): boolean =>
  applications.length + eventTypes.length + states.length > 0 || search !== ''

export const unfiltered = (filter: FeedFilter): FeedFilter => ({ ...filter, applications: [], eventTypes: [], states: [], search: '' })

const rangeWords = { '1h': 'hour', '24h': '24 hours', '7d': '7 days', '30d': '30 days' } as const

export const describeRange = (range: Range): string =>
  typeof range === 'object' ? 'in the chosen time' : `in the last ${rangeWords[range]}`
