import { Check } from 'lucide-react'
import type { ReactNode } from 'react'
import { classNames } from '#components/ui/class-names.ts'

/** Steps that follow each other, with a line between them. */
export function Steps({ label, children }: { label: string; children: ReactNode }) {
  return (
    <ol aria-label={label} className="grid min-w-0">
      {children}
    </ol>
  )
}

export type StepState = 'done' | 'current' | 'waiting'

const marks: Record<StepState, string> = {
  done: 'border-transparent bg-delivered-soft text-delivered-ink',
  current: 'border-text bg-surface text-text',
  waiting: 'border-dashed border-line-control bg-surface text-muted',
}

type StepProps = { number: number; state: StepState; title: string; note?: ReactNode; children?: ReactNode }

export function Step({ number, state, title, note, children }: StepProps) {
  return (
    <li
      aria-current={state === 'current' ? 'step' : undefined}
      className="group/step relative grid grid-cols-[20px_minmax(0,1fr)] gap-x-3 pb-5 last:pb-0 before:absolute before:top-6 before:bottom-1 before:left-[9.5px] before:w-px before:bg-line-strong last:before:hidden"
    >
      <span className={classNames('grid size-5 place-items-center rounded-full border text-sm leading-none tabular-nums', marks[state])}>
        {state === 'done' ? <Check className="size-3" strokeWidth={2.5} aria-label="done" /> : number}
      </span>
      <div className="grid min-w-0 content-start gap-2.5">
        <div className="flex flex-wrap items-baseline gap-x-2.5">
          <h2 className="font-medium">{title}</h2>
          {note && <span className="text-sm text-muted">{note}</span>}
        </div>
        {children}
      </div>
    </li>
  )
}
