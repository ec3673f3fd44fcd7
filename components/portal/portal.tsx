'use client'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect, useState } from 'react'
import { Closed } from '#components/portal/closed.tsx'
import { LoadingPortal } from '#components/portal/loading-portal.tsx'
import { byToken } from '#components/portal/portal-access.ts'
import { PortalShell } from '#components/portal/portal-shell.tsx'
import { useToken } from '#components/portal/use-token.ts'
import { type ClosedReason, words } from '#components/portal/words.ts'
import { PlaceProvider } from '#components/shell/place.tsx'
import { type Access, DataProvider, readError, useTRPC } from '#components/trpc.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { portalSlug } from '#server/portal/session-schema.ts'

type PortalProps = { environment: string; url: string; children: ReactNode }

/** The merchant's pages: nothing of them is drawn before a token says whose they are. */
export function Portal({ environment, url, children }: PortalProps) {
  const { state, readToken, close, retry } = useToken(environment)
  const [access] = useState(() => byToken(readToken, () => close('ended')))
  if (state.kind === 'opening') return <LoadingPortal />
  if (state.kind === 'away') return <ErrorState title={words.away.title} detail={words.away.text} requestId={null} onRetry={retry} />
  if (state.kind === 'closed') return <Closed reason={state.reason} />
  return (
    <DataProvider access={access}>
      <Opened environment={environment} url={url} access={access} token={state.count}>
        {children}
      </Opened>
    </DataProvider>
  )
}

/** Refusals of the first question that another try does not change. */
const refusals: Record<string, ClosedReason> = { UNAUTHORIZED: 'ended', NOT_FOUND: 'foreign', FORBIDDEN: 'unable' }

/** `token`: the number of the token, which is asked whose it is. What was read stays with the application that it was read of. */
function Opened({ environment, url, access, token, children }: PortalProps & { access: Access; token: number }) {
  const trpc = useTRPC()
  const { data, error, refetch } = useQuery(
    trpc.portal.place.queryOptions({ organization: portalSlug, environment }, { staleTime: Number.POSITIVE_INFINITY }),
  )
  useEffect(() => {
    if (token > 1) void refetch()
  }, [token, refetch])
  if (error) {
    const { code, text, requestId } = readError(error)
    const reason = refusals[code ?? '']
    if (reason) return <Closed reason={reason} />
    return <ErrorState title={words.away.title} detail={text} requestId={requestId} onRetry={() => void refetch()} />
  }
  if (!data) return <LoadingPortal />
  const { organization, application, capabilities } = data
  return (
    <PlaceProvider
      place={{
        organization: { slug: portalSlug, name: organization.name },
        environment: { slug: environment, name: data.environment.name, demo: false },
        begun: true,
        reader: { kind: 'merchant', application, capabilities },
        url,
      }}
    >
      <DataProvider key={application.id} access={access}>
        <PortalShell>{children}</PortalShell>
      </DataProvider>
    </PlaceProvider>
  )
}
