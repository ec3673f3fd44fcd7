import { readList, readRange, writeRange } from '#components/messages/filters.ts'
import type { RequestLogFilter } from '#server/request-log/schema.ts'

/** The log is kept for seven days: nothing is lost by showing all of it. */
const defaultRange = '7d'

/** Stands in an address for requests of no operation. */
const noOperation = 'none'

/** What can't be understood is left out: an address is typed by people, too. */
export function readFilter(params: Pick<URLSearchParams, 'get'>): RequestLogFilter {
  return {
    statuses: readList(params, 'status')
      .map(Number)
      .filter(status => Number.isInteger(status) && status >= 400 && status < 600)
      .slice(0, 20),
    operations: readList(params, 'operation').map(operation => (operation === noOperation ? '' : operation.slice(0, 128))),
    actors: readList(params, 'by').map(id => id.slice(0, 64)),
    range: readRange(params, defaultRange),
    search: (params.get('q') ?? '').trim().slice(0, 256),
  }
}

/** Only what differs from the default, so that the plain list has a plain address. */
export function writeFilter(filter: RequestLogFilter): URLSearchParams {
  const params = new URLSearchParams()
  const set = (name: string, value: string) => value !== '' && params.set(name, value)
  set('q', filter.search)
  set('status', filter.statuses.join(','))
  set('operation', filter.operations.map(operation => operation || noOperation).join(','))
  set('by', filter.actors.join(','))
  writeRange(params, filter.range, defaultRange)
  return params
}

export const isFiltered = ({ statuses, operations, actors, search }: RequestLogFilter): boolean =>
  statuses.length + operations.length + actors.length > 0 || search !== ''

export const unfiltered = ({ range }: RequestLogFilter): RequestLogFilter => ({
  statuses: [],
  operations: [],
  actors: [],
  range,
  search: '',
})
