'use client'
import type { ReactNode } from 'react'
import { PageBar } from '#components/shell/page-bar.tsx'
import { useScope } from '#components/shell/place.tsx'
import { developerPages } from '#components/shell/sections.ts'
import { Tabs } from '#components/shell/tabs.tsx'

/** What every page for developers stands in. */
export function DevelopersFrame({ children }: { children: ReactNode }) {
  const scope = useScope()
  return (
    <>
      <PageBar title="Developers" />
      <Tabs label="Developers" tabs={developerPages.map(({ name, pathIn }) => ({ name, href: pathIn(scope) }))} />
      {children}
    </>
  )
}
