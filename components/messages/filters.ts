import type { DeliveryState } from '#server/deliveries/state.ts'
import type { FeedFilter } from '#server/messages/feed-schema.ts'

/** The list's filter as it stands in the address, so that it can be reloaded, shared and gone back to. */
const states: readonly DeliveryState[] = ['failed', 'retrying', 'pending', 'delivered', 'skipped', 'canceled']
const ranges = ['1h', '24h', '7d', '30d'] as const
const defaultRange = '24h'

export const filterStates = states

const list = (text: string | null): string[] => (text ?? '').split(',').filter(Boolean).slice(0, 50)

const isState = (text: string): text is DeliveryState => (states as readonly string[]).includes(text)

/** What can't be understood is left out: an address is typed by people, too. */
export function readFilter(params: Pick<URLSearchParams, 'get'>): FeedFilter {
  return {
    applications: list(params.get('application')),
    eventTypes: list(params.get('type')),
    states: list(params.get('state')).filter(isState),
    range: readRange(params),
    search: (params.get('q') ?? '').trim().slice(0, 256),
  }
}

function readRange(params: Pick<URLSearchParams, 'get'>): FeedFilter['range'] {
  const from = new Date(params.get('from') ?? '')
  const to = new Date(params.get('to') ?? '')
  if (from < to) return { from, to }
  return ranges.find(range => range === params.get('range')) ?? defaultRange
}

/** Only what differs from the default, so that the plain list has a plain address. */
export function writeFilter(filter: FeedFilter): URLSearchParams {
  const params = new URLSearchParams()
  const set = (name: string, value: string) => value !== '' && params.set(name, value)
  set('q', filter.search)
  set('application', filter.applications.join(','))
  set('type', filter.eventTypes.join(','))
  set('state', filter.states.join(','))
  if (typeof filter.range === 'object') {
    set('from', filter.range.from.toISOString())
    set('to', filter.range.to.toISOString())
  } else if (filter.range !== defaultRange) set('range', filter.range)
  return params
}

export const isFiltered = ({ applications, eventTypes, states, search }: FeedFilter): boolean =>
  applications.length + eventTypes.length + states.length > 0 || search !== ''

export const unfiltered = (filter: FeedFilter): FeedFilter => ({ ...filter, applications: [], eventTypes: [], states: [], search: '' })

const rangeWords = { '1h': 'hour', '24h': '24 hours', '7d': '7 days', '30d': '30 days' } as const

export const describeRange = (range: FeedFilter['range']): string =>
  typeof range === 'object' ? 'in the chosen time' : `in the last ${rangeWords[range]}`
