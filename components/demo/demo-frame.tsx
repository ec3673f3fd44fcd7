'use client'
import { FlaskConical } from 'lucide-react'
import dynamic from 'next/dynamic'
import { type ReactNode, useState } from 'react'
import { usePlace } from '#components/shell/place.tsx'
import { useRefusal } from '#components/shell/use-refusal.ts'
import { Button } from '#components/ui/button.tsx'

/** Loaded when it is first asked for. */
const RemoveDemo = dynamic(() => import('#components/demo/remove-demo.tsx').then(module => module.RemoveDemo), { ssr: false })

/** In the demo, a band stands above every page, so that nobody takes it for real. */
export function DemoFrame({ children }: { children: ReactNode }) {
  const { environment } = usePlace()
  if (!environment.demo) return children
  return (
    // Pages that are as high as the window leave it room.
    <div className="[--size-band:3.25rem]">
      <Band />
      {children}
    </div>
  )
}

function Band() {
  const refusal = useRefusal('manageEnvironment', 'Removing the demo')
  /** null: nobody has asked for it yet. */
  const [removing, setRemoving] = useState<boolean | null>(null)
  return (
    <section
      aria-label="Demo"
      data-tone="progress"
      className="flex h-(--size-band) items-center gap-3 border-b border-line bg-(--soft) px-6 max-nav:px-4 max-card:h-auto max-card:py-2"
    >
      <FlaskConical className="icon text-(--mark)" aria-hidden />
      <p className="min-w-0 flex-1 text-sm text-pretty">
        <strong className="font-semibold text-(--ink)">Demo.</strong> Merchants and messages are invented, and their hosts do not exist;
        only Joe’s T-Shirts and Harbor & Finch have a real endpoint, the built-in receiver.
      </p>
      <Button disabledReason={refusal} onClick={() => setRemoving(true)}>
        Remove the demo
      </Button>
      {removing !== null && <RemoveDemo open={removing} onClose={() => setRemoving(false)} />}
    </section>
  )
}
