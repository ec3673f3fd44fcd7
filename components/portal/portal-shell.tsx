'use client'
import type { ReactNode } from 'react'
import { ChangesProvider } from '#components/changes.tsx'
import { sectionsOf } from '#components/portal/sections.ts'
import { words } from '#components/portal/words.ts'
import { useScope } from '#components/shell/place.tsx'
import { Tabs } from '#components/shell/tabs.tsx'
import { ToastRegion } from '#components/ui/toast.tsx'

/** The frame of every page of the portal: its tabs above, one column, no height of its own. */
export function PortalShell({ children }: { children: ReactNode }) {
  return (
    <ChangesProvider>
      <div className="mx-auto max-w-300">
        <Tabs label={words.sectionsLabel} tabs={sectionsOf(useScope())} />
        {children}
      </div>
      <ToastRegion />
    </ChangesProvider>
  )
}
