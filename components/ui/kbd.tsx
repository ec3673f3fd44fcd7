import { classNames } from '#components/ui/class-names.ts'

export function Kbd({ children, className }: { children: string; className?: string }) {
  return (
    <kbd
      className={classNames(
        'inline-grid h-4.5 min-w-4.5 place-items-center rounded-sm border border-line bg-surface px-1 font-sans text-sm whitespace-nowrap text-muted max-card:hidden',
        className,
      )}
    >
      {children}
    </kbd>
  )
}
