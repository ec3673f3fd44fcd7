import type { ReactNode } from 'react'

type StateBoxProps = { title: string; children: ReactNode; actions?: ReactNode; alert?: boolean }

/** What a list or page says when there is nothing to show: what would be here, and how to get it. */
export function StateBox({ title, children, actions, alert = false }: StateBoxProps) {
  return (
    <div
      role={alert ? 'alert' : undefined}
      className="grid w-full max-w-160 grid-cols-[minmax(0,1fr)] justify-items-start gap-3 px-6 py-10 max-nav:px-4"
    >
      <h2 className="font-medium">{title}</h2>
      {children}
      {actions && <div className="flex flex-wrap items-center gap-3">{actions}</div>}
    </div>
  )
}
