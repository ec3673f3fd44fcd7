'use client'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { shortUrl } from '#components/deliveries/words.ts'
import { EndpointActions } from '#components/endpoints/endpoint-actions.tsx'
import { EndpointDeliveries } from '#components/endpoints/endpoint-deliveries.tsx'
import { FiguresPanel } from '#components/endpoints/figures-panel.tsx'
import { HealthBadge } from '#components/endpoints/health-badge.tsx'
import { IncidentStrip } from '#components/endpoints/incident-strip.tsx'
import { MissedStrip } from '#components/endpoints/missed-strip.tsx'
import { ReplayStrip } from '#components/endpoints/replay-strip.tsx'
import { SettingsPanel } from '#components/endpoints/settings-panel.tsx'
import { addressOf, type EndpointAddress, useEndpoint, useLiveEndpoint } from '#components/endpoints/use-endpoint.ts'
import { useEndpointCrumb } from '#components/endpoints/use-endpoint-crumb.ts'
import { QueryError } from '#components/query-error.tsx'
import { PageBar } from '#components/shell/page-bar.tsx'
import { LoadingLines } from '#components/ui/loading-lines.tsx'
import type { EndpointView } from '#server/endpoints/view-schema.ts'

const TestEvent = dynamic(() => import('#components/endpoints/test-event.tsx').then(module => module.TestEvent), { ssr: false })

/** `operational`: an endpoint for operational events. */
export function EndpointScreen({ address, operational = false }: { address: EndpointAddress; operational?: boolean }) {
  const live = useLiveEndpoint()
  const query = useEndpoint(address)
  const list = useEndpointCrumb({ application: address.application, operational }, query.data?.application.name)
  return (
    <>
      <PageBar title={query.data ? shortUrl(query.data.url) : 'Endpoint'} parent={list} live={live} />
      <main className="grid grid-cols-[minmax(0,1fr)] content-start gap-4 px-6 pt-5 pb-8 max-nav:p-4">
        {query.data && <Endpoint endpoint={query.data} />}
        {query.isPending && <LoadingLines />}
        {query.isError && !query.data && <QueryError what="endpoint" query={query} />}
      </main>
    </>
  )
}

function Endpoint({ endpoint }: { endpoint: EndpointView }) {
  const address = addressOf(endpoint)
  const [testing, setTesting] = useState(false)
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <h1 className="text-lg font-semibold tracking-[-0.015em] wrap-anywhere">{shortUrl(endpoint.url)}</h1>
        <HealthBadge state={endpoint.health.state} />
        <EndpointActions endpoint={endpoint} onTest={() => setTesting(true)} />
        {endpoint.description && <p className="w-full text-muted">{endpoint.description}</p>}
      </div>
      {/* Replays are of messages; what happened to endpoints is not told again. */}
      {!endpoint.operational && (
        <>
          <ReplayStrip address={address} />
          <IncidentStrip endpoint={endpoint} />
          <MissedStrip endpoint={endpoint} />
        </>
      )}
      <div className="grid grid-cols-[minmax(0,1fr)_336px] items-start gap-4 max-roomy:grid-cols-[minmax(0,1fr)]">
        <div className="grid min-w-0 gap-4">
          <FiguresPanel address={address} paused={endpoint.paused} />
          <EndpointDeliveries
            address={address}
            paused={endpoint.paused}
            attemptsPlanned={endpoint.schedule.steps.length + 1}
            first={endpoint.operational ? 'The next event of these types' : 'A test event'}
          />
        </div>
        <SettingsPanel endpoint={endpoint} />
      </div>
      {!endpoint.operational && <TestEvent address={address} open={testing} onClose={() => setTesting(false)} />}
    </>
  )
}
