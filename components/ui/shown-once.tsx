import type { ReactNode } from 'react'
import { CopyButton } from '#components/ui/copy-button.tsx'

/** A secret that nobody sees again, with the way to keep it. */
export function ShownOnce({ name, value, children }: { name: string; value: string; children: ReactNode }) {
  return (
    <div className="grid gap-3">
      <p>{children}</p>
      <output aria-label={name} className="rounded-md border border-line bg-sunken p-3 font-mono text-sm wrap-anywhere select-all">
        {value}
      </output>
      <div>
        <CopyButton primary value={value} label={`Copy: ${name}`} text="Copy" />
      </div>
    </div>
  )
}
