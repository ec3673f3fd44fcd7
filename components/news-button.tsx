'use client'
import { ArrowUp } from 'lucide-react'
import { formatCounted } from '#components/ui/format.ts'

/** Rows that wait, so that nothing moves under the reader. */
export function NewsButton({ count, more, onShow }: { count: number; more: boolean; onShow: () => void }) {
  if (count === 0) return null
  return (
    <button
      type="button"
      onClick={onShow}
      className="ml-auto inline-flex h-6 items-center gap-1 rounded-full bg-inverse pr-2.5 pl-2 text-sm font-medium text-on-inverse tabular-nums shadow-overlay max-card:fixed max-card:bottom-4 max-card:left-1/2 max-card:z-10 max-card:h-10 max-card:-translate-x-1/2 max-card:px-4"
    >
      <ArrowUp className="size-3.5" strokeWidth={2} aria-hidden />
      {formatCounted({ count, more })} new
    </button>
  )
}
