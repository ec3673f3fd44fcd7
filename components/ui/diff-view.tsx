import { classNames } from '#components/ui/class-names.ts'
import type { DiffLine } from '#components/ui/line-diff.ts'

type DiffViewProps = {
  label: string
  lines: readonly DiffLine[] /** What the signs mean, to a screen reader. */
  words?: Record<'−' | '+', string>
}

const looks = { ' ': '', '−': 'bg-failed-soft text-failed-ink', '+': 'bg-delivered-soft text-delivered-ink' } as const

export function DiffView({ label, lines, words = { '−': 'before', '+': 'now' } }: DiffViewProps) {
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label={label}
      className="max-h-100 overflow-auto rounded-md border border-line bg-sunken py-1 font-mono text-sm leading-5"
    >
      {lines.map(({ sign, text }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines of one difference never move
        <div key={index} className={classNames('grid grid-cols-[1.5rem_minmax(0,1fr)] px-2', looks[sign])}>
          <span aria-hidden>{sign}</span>
          <span className="wrap-anywhere whitespace-pre-wrap">
            {sign !== ' ' && <span className="sr-only">{words[sign]}: </span>}
            {text}
          </span>
        </div>
      ))}
    </section>
  )
}
