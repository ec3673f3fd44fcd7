'use client'
import { ChartColumn, Table2 } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { Point, Series } from '#components/charts/series.ts'
import { describeStep, formatStep } from '#components/charts/time-axis.ts'
import { IconButton } from '#components/ui/button.tsx'
import { Panel } from '#components/ui/panel.tsx'

type ChartPanelProps<K extends string> = {
  title: string
  note: string
  series: readonly Series<K>[]
  points: readonly Point<K>[]
  stepSeconds: number
  /** For the legend, where nothing else says it. */
  total?: Record<K, number | null>
  format: (value: number) => string
  /** What a dashed line in the chart is. */
  line?: string | null
  children: ReactNode
}

const missing = '—'

/** A chart with its legend in words and numbers, and the same as a table: for who can't see it, and for who wants exact figures. */
export function ChartPanel<K extends string>({
  title,
  note,
  series,
  points,
  stepSeconds,
  total,
  format,
  line,
  children,
}: ChartPanelProps<K>) {
  const [asTable, setAsTable] = useState(false)
  const write = (value: number | null) => (value === null ? missing : format(value))
  return (
    <Panel
      label={title}
      title={
        <>
          {title} <span className="ml-1 text-sm font-normal text-muted">{note}</span>
        </>
      }
      end={
        <IconButton
          icon={asTable ? ChartColumn : Table2}
          label={asTable ? `${title} as a chart` : `${title} as a table`}
          onClick={() => setAsTable(!asTable)}
          className="-mr-2"
        />
      }
    >
      <div className="grid gap-3 px-4 py-3">
        <ul className="flex flex-wrap gap-x-4 gap-y-1 text-sm text-muted">
          {series.map(({ key, word, colour }) => (
            <li key={key} className="inline-flex items-center gap-1.5">
              <span aria-hidden className="size-2.5 rounded-sm" style={{ background: colour }} />
              {word} {total && <span className="font-medium text-text tabular-nums">{write(total[key])}</span>}
            </li>
          ))}
          {line && (
            <li className="inline-flex items-center gap-1.5">
              <span aria-hidden className="w-4 border-t border-text border-dashed" />
              {line}
            </li>
          )}
        </ul>
        {asTable ? (
          <section
            aria-label={`${title} as a table`}
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
            tabIndex={0}
            className="h-62 overflow-auto focus-visible:-outline-offset-2"
          >
            <table className="w-full border-collapse text-sm tabular-nums">
              <thead className="sticky top-0 bg-surface text-muted">
                <tr>
                  <th scope="col" className="border-b border-line py-1 text-left font-normal">
                    Per {describeStep(stepSeconds)}
                  </th>
                  {series.map(({ key, word }) => (
                    <th key={key} scope="col" className="border-b border-line py-1 pl-3 text-right font-normal">
                      {word}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {points.toReversed().map(point => (
                  <tr key={point.at.getTime()}>
                    <th scope="row" className="py-0.5 text-left font-normal whitespace-nowrap">
                      {formatStep(point.at, stepSeconds)}
                    </th>
                    {series.map(({ key }) => (
                      <td key={key} className="py-0.5 pl-3 text-right">
                        {write(point[key])}
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        ) : (
          <div aria-hidden className="h-62">
            {children}
          </div>
        )}
      </div>
    </Panel>
  )
}
