import type { ComponentProps, MouseEvent, ReactNode } from 'react'
import { classNames } from '#components/ui/class-names.ts'

/**
 * A table that becomes cards below 640 px: each row is a card whose first line is state, title and end, the rest below.
 * Which cell goes where says its `card`.
 */
export function Table({ label, busy, children }: { label: string; busy?: boolean; children: ReactNode }) {
  return (
    <table aria-label={label} aria-busy={busy} className="w-full table-fixed border-collapse tabular-nums max-card:block">
      {children}
    </table>
  )
}

/** `head`: what stands there, where it is more than the name. */
export type Column = { name: string; head?: ReactNode; width?: number; right?: boolean; className?: string }

export function TableHead({ columns }: { columns: readonly Column[] }) {
  return (
    <thead className="sticky top-0 z-1 max-card:sr-only">
      <tr>
        {columns.map(column => (
          <th
            key={column.name}
            scope="col"
            style={column.width ? { width: column.width } : undefined}
            className={classNames(
              'h-8 border-b border-line bg-canvas px-2 text-sm font-normal whitespace-nowrap text-muted first:pl-[var(--gutter,1.5rem)] last:pr-[var(--gutter,1.5rem)]',
              column.right ? 'text-right' : 'text-left',
              column.className,
            )}
          >
            {column.head ?? column.name}
          </th>
        ))}
      </tr>
    </thead>
  )
}

export function TableBody({ children }: { children: ReactNode }) {
  return <tbody className="max-card:block">{children}</tbody>
}

type TableRowProps = ComponentProps<'tr'> & {
  current?: boolean
  /** For a click beside what can be clicked by itself: a larger target for the mouse, where the link inside is the way for keyboards. */
  onOpen?: () => void
}

export function TableRow({ current, onOpen, className, ...rest }: TableRowProps) {
  const openBeside = ({ target }: MouseEvent) => {
    if (!(target instanceof Element && target.closest('a, button, input, label'))) onOpen?.()
  }
  return (
    <tr
      onClick={onOpen && openBeside}
      {...rest}
      aria-current={current || undefined}
      className={classNames(
        'group border-b border-line hover:bg-hover aria-current:bg-selected aria-current:shadow-[inset_2px_0_0_var(--color-focus)]',
        'max-card:flex max-card:flex-wrap max-card:items-center max-card:gap-x-2 max-card:gap-y-0.5 max-card:px-4 max-card:py-2.5',
        'max-card:after:order-4 max-card:after:flex-[1_0_100%] max-card:after:content-[""]',
        onOpen && 'cursor-pointer',
        className,
      )}
    />
  )
}

type Place = 'state' | 'title' | 'end' | 'rest' | 'none'

const places: Record<Place, string> = {
  state: 'max-card:order-1',
  title: 'max-card:order-2 max-card:min-w-0 max-card:flex-1',
  end: 'max-card:order-3 max-card:ml-auto max-card:text-sm max-card:text-muted',
  rest: 'max-card:order-5 max-card:max-w-full max-card:pr-1 max-card:text-sm max-card:text-muted',
  none: 'max-card:hidden',
}

export function Cell({ card = 'rest', right, className, ...rest }: ComponentProps<'td'> & { card?: Place; right?: boolean }) {
  return (
    <td
      {...rest}
      className={classNames(
        'h-(--size-row) truncate px-2 first:pl-[var(--gutter,1.5rem)] last:pr-[var(--gutter,1.5rem)] max-card:h-auto max-card:px-0! max-card:text-left',
        right && 'text-right',
        places[card],
        className,
      )}
    />
  )
}
