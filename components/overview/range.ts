import { type OverviewRange, overviewRanges } from '#server/stats/overview-ranges.ts'

const defaultRange = '24h'

export const readOverviewRange = (params: Pick<URLSearchParams, 'get'>): OverviewRange =>
  overviewRanges.find(range => range === params.get('range')) ?? defaultRange

export const writeOverviewRange = (range: OverviewRange): string => (range === defaultRange ? '' : `?range=${range}`)
