const units = [
  { unit: 'd', seconds: 86_400 },
  { unit: 'h', seconds: 3_600 },
  { unit: 'm', seconds: 60 },
  { unit: 's', seconds: 1 },
] as const

/** `5s, 5m, 2h` in seconds; null when it can't be understood. A number without a unit is seconds. */
export function readSchedule(text: string): number[] | null {
  const steps = text
    .split(/[\s,]+/)
    .filter(Boolean)
    .map(part => {
      const [, number, unit = 's'] = /^(\d+)(s|m|min|h|d)?$/.exec(part) ?? []
      const size = units.find(known => known.unit === unit.slice(0, 1))
      return number === undefined || size === undefined ? null : Number(number) * size.seconds
    })
  return steps.every(step => step !== null) ? steps : null
}

/** The way back, in the largest unit that says it exactly. */
export const writeSchedule = (steps: readonly number[]): string =>
  steps
    .map(step => {
      const { unit, seconds } = units.find(known => step % known.seconds === 0) ?? units[3]
      return `${step / seconds}${unit}`
    })
    .join(', ')
