import { GeistMono } from 'geist/font/mono'
import { GeistSans } from 'geist/font/sans'
import type { Metadata, Viewport } from 'next'
import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { readTheme, themeCookie } from '#components/shell/theme.ts'
import { DataProvider } from '#components/trpc.tsx'
import { ClockProvider } from '#components/ui/clock.tsx'
import './globals.css'

export const metadata: Metadata = { title: { default: 'Posthorn', template: '%s · Posthorn' }, robots: { index: false } }
export const viewport: Viewport = { colorScheme: 'light dark' }

export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = readTheme((await cookies()).get(themeCookie)?.value)
  return (
    <html lang="en" data-theme={theme === 'system' ? undefined : theme} className={`${GeistSans.variable} ${GeistMono.variable}`}>
      <body>
        <ClockProvider renderedAt={Date.now()}>
          <DataProvider>{children}</DataProvider>
        </ClockProvider>
      </body>
    </html>
  )
}
