import type { ReactNode } from 'react'
import { classNames } from '#components/ui/class-names.ts'

type PanelProps = { title: ReactNode; end?: ReactNode; foot?: ReactNode; label?: string; className?: string; children: ReactNode }

/** A ground of its own with a line around it. Never nested: sections inside are parted by lines. */
export function Panel({ title, end, foot, label, className, children }: PanelProps) {
  return (
    <section aria-label={label} className={classNames('min-w-0 rounded-lg border border-line bg-surface [--gutter:1rem]', className)}>
      <div className="flex min-h-10 items-center gap-2 border-b border-line px-4 max-card:flex-wrap max-card:py-2">
        <h2 className="flex-1 font-medium whitespace-nowrap">{title}</h2>
        {end}
      </div>
      {children}
      {foot && <div className="flex min-h-(--size-row) items-center gap-2 border-t border-line px-4 text-sm text-muted">{foot}</div>}
    </section>
  )
}
