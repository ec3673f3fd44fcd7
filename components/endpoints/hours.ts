import type { Hour } from '#server/stats/hours-schema.ts'

/** The attempts of all hours together. */
export const sumHours = (hours: readonly Hour[]) => ({
  attempted: hours.reduce((sum, hour) => sum + hour.attempted, 0),
  delivered: hours.reduce((sum, hour) => sum + hour.delivered, 0),
})
