import { cookies } from 'next/headers'
import { notFound } from 'next/navigation'
import { PlaceProvider } from '#components/shell/place.tsx'
import { Shell } from '#components/shell/shell.tsx'
import { readTheme, themeCookie } from '#components/shell/theme.ts'
import { openPlace, requireSession } from '#server/auth/session.ts'
import { config } from '#server/config.ts'
import { serverQueryClient, trpc } from '#server/trpc/rsc.ts'

export default async function EnvironmentLayout({ params, children }: LayoutProps<'/[organization]/[environment]'>) {
  const { organization, environment } = await params
  const signedIn = await requireSession()
  const [opened, environments, jar] = await Promise.all([
    openPlace(organization, environment),
    serverQueryClient().fetchQuery(trpc.account.environments.queryOptions()),
    cookies(),
  ])
  if (opened === null) notFound()
  const steps = await serverQueryClient().fetchQuery(trpc.firstSteps.get.queryOptions({ organization, environment }))
  const place = {
    organization: opened.organization,
    environment: opened.environment,
    reader: { kind: 'member', role: opened.role },
    begun: steps.message !== null,
    url: config.url,
  } as const
  return (
    <PlaceProvider place={place}>
      <Shell
        environments={environments}
        theme={readTheme(jar.get(themeCookie)?.value)}
        account={{ name: signedIn.name, email: signedIn.email }}
      >
        {children}
      </Shell>
    </PlaceProvider>
  )
}
