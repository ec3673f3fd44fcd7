import { InvalidArgumentError } from 'commander'

export function port(text: string): number {
  const number = Number(text)
  if (!/^\d+$/.test(text) || number < 1 || number > 65_535) throw new InvalidArgumentError('It must be a number between 1 and 65535.')
  return number
}

const units = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const

/** `90d`, `12h`, `30m`: a time from now on. */
export function duration(text: string): number {
  const match = /^([1-9]\d{0,3})([mhd])$/.exec(text)
  if (!match) throw new InvalidArgumentError('It must be a number and m, h or d, such as 90d.')
  return Number(match[1]) * units[match[2] as keyof typeof units]
}
