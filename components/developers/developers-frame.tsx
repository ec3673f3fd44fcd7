'use client'
import type { ReactNode } from 'react'
import { PageBar } from '#components/shell/page-bar.tsx'
import { developersPath, operationalWebhooksPath, referencePath, requestLogPath, signaturePath } from '#components/shell/paths.ts'
import { useScope } from '#components/shell/place.tsx'
import { Tabs } from '#components/shell/tabs.tsx'

/** What every page for developers stands in. */
export function DevelopersFrame({ children }: { children: ReactNode }) {
  const scope = useScope()
  return (
    <>
      <PageBar title="Developers" />
      <Tabs
        label="Developers"
        tabs={[
          { name: 'API keys', href: developersPath(scope) },
          { name: 'Request log', href: requestLogPath(scope) },
          { name: 'Operational webhooks', href: operationalWebhooksPath(scope) },
          { name: 'Signature debugger', href: signaturePath(scope) },
          { name: 'API reference', href: referencePath },
        ]}
      />
      {children}
    </>
  )
}
