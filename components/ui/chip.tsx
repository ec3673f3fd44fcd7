'use client'
import { X } from 'lucide-react'

/** An active filter: what, which, and a way to remove it where it may be removed. */
export function Chip({ name, value, onRemove }: { name: string; value: string; onRemove?: (() => void) | undefined }) {
  return (
    <span className="inline-flex h-(--size-control) max-w-full items-center rounded-md border border-line bg-surface whitespace-nowrap">
      <span className="pl-2 text-muted">{name}</span>
      <span className="truncate px-2 pl-1.5">{value}</span>
      {onRemove && (
        <button
          type="button"
          aria-label={`Remove filter ${name}`}
          onClick={onRemove}
          className="grid h-full w-6 flex-none place-items-center rounded-r-md border-l border-line text-muted hover:text-text max-card:w-10"
        >
          <X className="size-3" strokeWidth={2.25} aria-hidden />
        </button>
      )}
    </span>
  )
}
