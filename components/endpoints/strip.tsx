import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Tone } from '#components/ui/badge.tsx'

type StripProps = { tone: Tone; icon: LucideIcon; title: string; note?: ReactNode; action?: ReactNode; children?: ReactNode }

/** What a person should know of an endpoint before anything else, and the one thing to do about it. */
export function Strip({ tone, icon: Icon, title, note, action, children }: StripProps) {
  return (
    <section
      aria-label={title}
      data-tone={tone}
      className="flex flex-wrap items-center gap-x-4 gap-y-3 rounded-lg bg-(--soft) px-4 py-3 text-text"
    >
      <Icon className="icon mt-0.5 self-start text-(--mark)" aria-hidden />
      <div className="grid min-w-0 flex-[1_1_12rem] gap-0.5">
        <p className="text-pretty">
          <strong className="font-semibold text-(--ink)">{title}</strong> {children}
        </p>
        {note && <p className="text-sm text-pretty text-muted">{note}</p>}
      </div>
      {action}
    </section>
  )
}
