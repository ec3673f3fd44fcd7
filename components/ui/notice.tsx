import { CircleAlert } from 'lucide-react'
import type { ReactNode } from 'react'

/** A refusal, said where it happened. */
export function Notice({ children }: { children: ReactNode }) {
  return (
    <div role="alert" data-tone="negative" className="flex gap-2 rounded-md bg-(--soft) px-3 py-2 text-(--ink)">
      <CircleAlert className="icon mt-0.5 text-(--mark)" aria-hidden />
      <p>{children}</p>
    </div>
  )
}
