'use client'
import { Check, Copy } from 'lucide-react'
import { useCopy } from '#components/ui/use-copy.ts'

/** `msg_01m7…3qk034`: the ends are what people compare. */
export function truncateMiddle(id: string): string {
  return id.length <= 20 ? id : `${id.slice(0, 8)}…${id.slice(-6)}`
}

/** An id, middle-truncated: the whole on hover, copied on click. `short`: a hash, which nobody reads. */
export function IdText({ id, prefix, short = false }: { id: string; prefix?: string; short?: boolean }) {
  const { copied, copy } = useCopy(id)
  const Icon = copied ? Check : Copy
  return (
    <button
      type="button"
      title={id}
      aria-label={copied ? `Copied ${id}` : `Copy ${id}`}
      onClick={copy}
      className="inline-flex min-w-0 items-center gap-1 rounded-sm font-mono text-sm whitespace-nowrap"
    >
      {prefix && <span>{prefix}</span>}
      <span className="truncate">{short ? `${id.slice(0, 4)}…${id.slice(-4)}` : truncateMiddle(id)}</span>
      <Icon className="icon size-3.5 text-mark" aria-hidden />
    </button>
  )
}
