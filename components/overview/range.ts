import { type OverviewRange, overviewRanges } from '#server/stats/overview-ranges.ts'

const defaultRange = '24h'

export const readOverviewRange = (params: Pick<URLSearchParams, 'get'>): OverviewRange =>
  overviewRanges.find(range => range === params.get('range')) ?? defaultRange

export const writeOverviewRange = (range: OverviewRange): string => (range === defaultRange ? '' : `?range=${range}`)

export const overviewRangeChoices = [
  { value: '1h', word: '1 h' },
  { value: '24h', word: '24 h' },
  { value: '7d', word: '7 d' },
  { value: '30d', word: '30 d' },
] as const
