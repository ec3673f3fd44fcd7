/** How numbers and times are written: a unit after a space, thousands with a comma, no more than two units. */

const count = new Intl.NumberFormat('en-US')
export const formatCount = (value: number): string => count.format(value)

/** `1,204`, or `10,000+` where not all were counted. */
export const formatCounted = ({ count, more }: { count: number; more: boolean }): string => `${formatCount(count)}${more ? '+' : ''}`

/** `41 ms`, `1.24 s`: what a machine took. */
export function formatMs(ms: number): string {
  if (ms < 10) return `${ms.toFixed(1).replace(/\.0$/, '')} ms`
  if (ms < 1_000) return `${Math.round(ms)} ms`
  return `${(ms / 1_000).toFixed(2)} s`
}

/** `13 s`, `4 min 42 s`, `2 h 39 min`, `3 d 4 h`: what a person waits. */
export function formatSpan(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000))
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 10) return join(minutes, 'min', seconds % 60, 's')
  if (minutes < 60) return `${minutes} min`
  const hours = Math.floor(minutes / 60)
  if (hours < 24) return join(hours, 'h', minutes % 60, 'min')
  return join(Math.floor(hours / 24), 'd', hours % 24, 'h')
}

/** `13 s`, `5 min`, `2 h`: in the largest unit alone, where room is dear. */
export function formatAbout(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000))
  const units = [
    { unit: 'd', size: 86_400 },
    { unit: 'h', size: 3_600 },
    { unit: 'min', size: 60 },
  ]
  const { unit, size } = units.find(({ size }) => seconds >= size) ?? { unit: 's', size: 1 }
  return `${Math.floor(seconds / size)} ${unit}`
}

export type Due = {
  /** Until it is due. */
  leftMs: number
  /** It waits for somebody to resume it, whatever its time says. */
  paused?: boolean | undefined
  /** What comes then: "next attempt". */
  what?: string | undefined
  /** What is said from a second before. */
  due?: string | undefined
  /** In the largest unit alone. */
  about?: boolean | undefined
}

/** `in 4 min 42 s` until what is planned is due. */
export function formatDue({ leftMs, paused = false, what, due = 'due now', about = false }: Due): string {
  if (paused) return 'paused'
  if (leftMs <= 1_000) return due
  return [what, 'in', (about ? formatAbout : formatSpan)(leftMs)].filter(Boolean).join(' ')
}

const join = (large: number, largeUnit: string, small: number, smallUnit: string) =>
  small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`

/** `266 B`, `1.4 kB`, `1.0 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`
  if (bytes < 1_000_000) return `${(bytes / 1_000).toFixed(1)} kB`
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}

/** `2026-11-19 14:02:11.482 UTC` */
export const formatUtc = (time: Date): string => `${time.toISOString().slice(0, 23).replace('T', ' ')} UTC`

/** `14:02:11.482` */
export const formatUtcClock = (time: Date): string => time.toISOString().slice(11, 23)

/** `19 Nov 2026` */
export const formatUtcDay = (time: Date): string =>
  time.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })

/** `19 Nov 2026, 15:02:11 GMT+1`: in the reader's own time zone, so only in the browser. */
export const formatLocal = (time: Date): string =>
  time.toLocaleString('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
  })

/** `99.99 %`: rounded down, so that only everything is 100 %. */
export const formatShare = (part: number, whole: number): string => `${(Math.floor((part * 10_000) / whole) / 100).toFixed(2)} %`

/** `14:02 UTC` of today, else `18 Nov, 14:02 UTC`. `now` in ms. */
export function formatUtcMoment(time: Date, now: number): string {
  const clock = `${time.toISOString().slice(11, 16)} UTC`
  const today = time.toISOString().slice(0, 10) === new Date(now).toISOString().slice(0, 10)
  return today ? clock : `${time.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' })}, ${clock}`
}
