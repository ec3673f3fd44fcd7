import { formatAbout } from '#components/ui/format.ts'

const width = 300
const inset = 6
const y = 8
/** A label needs so much room beside the one before. */
const labelRoom = 44

/** When the attempts of a schedule are made, on a logarithmic line: seconds and days both have room. */
export function RetryLine({ steps }: { steps: readonly number[] }) {
  const times = [0]
  for (const step of steps) times.push((times.at(-1) ?? 0) + step)
  const end = Math.log1p(times.at(-1) ?? 0) || 1
  const points = times.map(seconds => ({ seconds, x: inset + (Math.log1p(seconds) / end) * (width - 2 * inset) }))
  const spans = points.map(({ seconds }) => (seconds === 0 ? 'at once' : `after ${formatAbout(seconds * 1_000)}`))
  return (
    <svg viewBox={`0 0 ${width} 36`} role="img" aria-label={`Attempts ${spans.join(', ')}`} className="w-full max-w-76 overflow-visible">
      <line x1={inset} x2={width - inset} y1={y} y2={y} className="stroke-line-strong" />
      {points.map(({ seconds, x }) => (
        <circle key={seconds} cx={x} cy={y} r={3.5} strokeWidth={1.5} className="fill-mark stroke-surface" />
      ))}
      {labelled(points).map(({ seconds, x }) => (
        <text key={seconds} x={x} y={30} textAnchor={anchorAt(x)} className="fill-muted text-sm tabular-nums">
          {seconds === 0 ? 'now' : formatAbout(seconds * 1_000)}
        </text>
      ))}
    </svg>
  )
}

type Point = { seconds: number; x: number }

const anchorAt = (x: number) => (x < labelRoom / 2 ? 'start' : x > width - labelRoom / 2 ? 'end' : 'middle')

/** The first, the last, and between them as many as do not touch. */
function labelled(points: Point[]): Point[] {
  const last = points.at(-1)
  const shown: Point[] = []
  for (const point of points) {
    const before = shown.at(-1)
    const free = before === undefined || point.x - before.x >= labelRoom
    if (point === last || (free && (last === undefined || last.x - point.x >= labelRoom))) shown.push(point)
  }
  return shown
}
