import type { Day } from '#server/endpoints/summary-schema.ts'

/**
 * Whole days with attempts and without a failed one before the day of a failure, back to the last failure or to the first attempt. Of 30
 * days at most, as the statistics of the page go back.
 */
export function countCalmDays(days: readonly Day[], failure: Date): number {
  const before = days.filter(({ day }) => day.getTime() + dayMs <= failure.getTime())
  const calm = before.slice(before.findLastIndex(({ retrying, failed }) => retrying + failed > 0) + 1)
  const first = calm.findIndex(({ delivered }) => delivered > 0)
  return first === -1 ? 0 : calm.length - first
}

const dayMs = 24 * 60 * 60 * 1000
