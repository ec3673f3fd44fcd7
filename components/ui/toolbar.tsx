import type { ReactNode } from 'react'
import { Button } from '#components/ui/button.tsx'

type ToolbarProps = {
  children: ReactNode
  /** Undoes all filters; null: none is set. */
  onClear?: (() => void) | null
  /** After that button. */
  end?: ReactNode
}

/** Above a list: its search, filters and actions. `--gutter` is the room at its sides. */
export function Toolbar({ children, onClear = null, end }: ToolbarProps) {
  return (
    <div className="flex min-h-12 flex-wrap items-center gap-2 border-b border-line px-[var(--gutter,1.5rem)] py-2.5 max-nav:px-4">
      {children}
      {onClear && (
        <Button variant="quiet" onClick={onClear}>
          Clear
        </Button>
      )}
      {end}
    </div>
  )
}
