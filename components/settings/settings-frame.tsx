'use client'
import type { ReactNode } from 'react'
import { PageBar } from '#components/shell/page-bar.tsx'
import { auditPath, membersPath, settingsPath, transferPath } from '#components/shell/paths.ts'
import { useScope } from '#components/shell/place.tsx'
import { Tabs } from '#components/shell/tabs.tsx'

/** What every page of the settings stands in. */
export function SettingsFrame({ children }: { children: ReactNode }) {
  const scope = useScope()
  return (
    <>
      <PageBar title="Settings" />
      <Tabs
        label="Settings"
        tabs={[
          { name: 'Environment', href: settingsPath(scope) },
          { name: 'Export and compare', href: transferPath(scope) },
          { name: 'Members', href: membersPath(scope) },
          { name: 'Audit log', href: auditPath(scope) },
        ]}
      />
      {children}
    </>
  )
}
