import type { ReactNode } from 'react'

/** Key numbers side by side, each with its name above and what it means below. */
export function Figures({ children }: { children: ReactNode }) {
  return (
    <dl className="grid auto-cols-fr grid-flow-col gap-px overflow-hidden rounded-lg border border-line bg-line max-nav:grid-flow-row max-nav:grid-cols-2">
      {children}
    </dl>
  )
}

type FigureProps = { name: string; note?: ReactNode; children: ReactNode }

export function Figure({ name, note, children }: FigureProps) {
  return (
    <div className="grid min-w-0 content-start gap-0.5 bg-surface px-4 py-3">
      <dt className="text-sm text-muted">{name}</dt>
      <dd className="text-lg font-medium tracking-[-0.015em] whitespace-nowrap tabular-nums">{children}</dd>
      {note && <dd className="text-sm text-pretty text-muted">{note}</dd>}
    </div>
  )
}
