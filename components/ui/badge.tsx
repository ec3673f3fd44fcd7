import type { LucideIcon } from 'lucide-react'
import { classNames } from '#components/ui/class-names.ts'

export type Tone = 'positive' | 'caution' | 'negative' | 'progress' | 'neutral'

type BadgeProps = {
  tone: Tone
  icon: LucideIcon
  word: string
  /** Without ground: the ordinary outcome in a table, so that the others are found. */
  quiet?: boolean
}

/** Colour, icon and word, never colour alone. */
export function Badge({ tone, icon: Icon, word, quiet = false }: BadgeProps) {
  return (
    <span
      data-tone={tone}
      className={classNames(
        'inline-flex h-5 items-center gap-1 rounded-sm pr-1.5 pl-1 align-top text-sm whitespace-nowrap',
        quiet ? 'text-muted' : 'bg-(--soft) font-medium text-(--ink)',
      )}
    >
      <Icon className="icon size-3.5 stroke-2 text-(--mark)" aria-hidden />
      {word}
    </span>
  )
}
