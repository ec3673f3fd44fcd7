const hourSeconds = 3_600
const daySeconds = 24 * hourSeconds

/** Days are UTC's, as the statistics are; shorter steps are told in the reader's own time. */
const zoneOf = (stepSeconds: number) => (stepSeconds >= daySeconds ? 'UTC' : undefined)

/** Steps of less than a minute are told apart by their seconds. */
const secondsOf = (stepSeconds: number) => (stepSeconds < 60 ? ({ second: '2-digit' } as const) : {})

/** Below the axis: as little as tells the steps apart. */
export function formatTick(at: Date, stepSeconds: number): string {
  if (stepSeconds > hourSeconds) return at.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', timeZone: zoneOf(stepSeconds) })
  return at.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', ...secondsOf(stepSeconds) })
}

/** A step in full. */
export function formatStep(at: Date, stepSeconds: number): string {
  const time = { hour: '2-digit', minute: '2-digit', ...secondsOf(stepSeconds) } as const
  const day = { day: 'numeric', month: 'short' } as const
  const zone = { timeZone: zoneOf(stepSeconds) }
  return stepSeconds >= daySeconds ? at.toLocaleDateString('en-GB', { ...day, ...zone }) : at.toLocaleString('en-GB', { ...day, ...time })
}

const stepWords = new Map([
  [1, 'second'],
  [10, '10 seconds'],
  [30, '30 seconds'],
  [60, 'minute'],
  [300, '5 minutes'],
  [900, '15 minutes'],
  [hourSeconds, 'hour'],
  [6 * hourSeconds, '6 hours'],
  [daySeconds, 'day (UTC)'],
])

export const describeStep = (stepSeconds: number): string => stepWords.get(stepSeconds) ?? `${stepSeconds} s`

const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 })

/** `9k`: where room is dear. */
export const formatAxisCount = (value: number): string => compact.format(value).toLowerCase()
