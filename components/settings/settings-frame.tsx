'use client'
import type { ReactNode } from 'react'
import { PageBar } from '#components/shell/page-bar.tsx'
import { useScope } from '#components/shell/place.tsx'
import { settingsPages } from '#components/shell/sections.ts'
import { Tabs } from '#components/shell/tabs.tsx'

/** What every page of the settings stands in. */
export function SettingsFrame({ children }: { children: ReactNode }) {
  const scope = useScope()
  return (
    <>
      <PageBar title="Settings" />
      <Tabs label="Settings" tabs={settingsPages.map(({ name, pathIn }) => ({ name, href: pathIn(scope) }))} />
      {children}
    </>
  )
}
