const minute = 60
const hour = 60 * minute

/** Seconds to wait after the first, second, … failed scheduled attempt: 10 attempts over about three days. */
export const defaultSchedule: readonly number[] = [
  5,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
  20 * hour,
  24 * hour,
]
