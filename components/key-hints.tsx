import { classNames } from '#components/ui/class-names.ts'
import { Kbd } from '#components/ui/kbd.tsx'

/** The keys of a list, below it. */
export function KeyHints({ hints, className }: { hints: { keys: string[]; word: string }[]; className?: string }) {
  return (
    <footer
      className={classNames(
        'flex h-9 items-center gap-4 border-t border-line px-6 text-sm text-muted max-nav:px-4 max-card:hidden',
        className,
      )}
    >
      {hints.map(({ keys, word }) => (
        <span key={word} className="inline-flex items-center gap-1">
          {keys.map(key => (
            <Kbd key={key}>{key}</Kbd>
          ))}
          <span className="ml-0.5">{word}</span>
        </span>
      ))}
    </footer>
  )
}
