import type { Metadata } from 'next'
import { Portal } from '#components/portal/portal.tsx'
import { words } from '#components/portal/words.ts'
import { config } from '#server/config.ts'

export const metadata: Metadata = { title: { default: words.title, template: `%s · ${words.title}` }, referrer: 'no-referrer' }

export default async function PortalLayout({ params, children }: LayoutProps<'/portal/[environment]'>) {
  return (
    <Portal environment={(await params).environment} url={config.url}>
      {children}
    </Portal>
  )
}
