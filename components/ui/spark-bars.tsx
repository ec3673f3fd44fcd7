type SparkBarsProps = { label: string; bars: readonly { good: number; bad: number }[] }

const barWidth = 3
const step = 4
const height = 20

/** How much there was over time, what went wrong of it in colour. Its words stand beside it or in the label. */
export function SparkBars({ label, bars }: SparkBarsProps) {
  const most = Math.max(1, ...bars.map(({ good, bad }) => good + bad))
  const scale = (count: number) => (count === 0 ? 0 : Math.max(1.5, (count / most) * height))
  return (
    <svg role="img" aria-label={label} width={bars.length * step - 1} height={height} className="inline-block align-middle">
      {bars.map(({ good, bad }, index) => {
        const [goodHeight, badHeight] = [scale(good), scale(bad)]
        const top = Math.max(0, height - goodHeight - badHeight)
        const x = index * step
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: bars stand at fixed times
          <g key={index}>
            <rect x={x} y={height - goodHeight} width={barWidth} height={goodHeight} className="fill-delivered opacity-35" />
            <rect x={x} y={top} width={barWidth} height={badHeight} className="fill-failed" />
            {good + bad === 0 && <rect x={x} y={height - 1} width={barWidth} height={1} className="fill-line-strong" />}
          </g>
        )
      })}
    </svg>
  )
}
