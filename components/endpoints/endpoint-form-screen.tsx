'use client'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { shortUrl } from '#components/deliveries/words.ts'
import { EndpointForm } from '#components/endpoints/endpoint-form.tsx'
import { type EndpointAddress, useEndpoint } from '#components/endpoints/use-endpoint.ts'
import { useEndpointCrumb } from '#components/endpoints/use-endpoint-crumb.ts'
import { QueryError } from '#components/query-error.tsx'
import { PageBar } from '#components/shell/page-bar.tsx'
import { endpointPath } from '#components/shell/paths.ts'
import { useScope } from '#components/shell/place.tsx'
import { useRefusal } from '#components/shell/use-refusal.ts'
import { useTRPC } from '#components/trpc.tsx'
import { LoadingLines } from '#components/ui/loading-lines.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { useLive } from '#components/use-live.ts'

const page = 'grid grid-cols-[minmax(0,1fr)] content-start gap-4 px-6 pt-5 pb-8 max-nav:p-4'

export function NewEndpointScreen({ application }: { application: string }) {
  const trpc = useTRPC()
  const scope = useScope()
  const refusal = useRefusal('configure', 'Adding an endpoint')
  const live = useLive(trpc.applications.get.pathFilter())
  const query = useQuery(trpc.applications.get.queryOptions({ ...scope, application }))
  const parent = useEndpointCrumb({ application, operational: false }, query.data?.name)
  return (
    <>
      <PageBar title="New endpoint" parent={parent} live={live} />
      <main className={page}>
        <h1 className="text-lg font-semibold tracking-[-0.015em]">New endpoint</h1>
        {refusal ? <Notice>{refusal}</Notice> : query.data && <EndpointForm application={query.data.id} />}
        {query.isPending && <LoadingLines />}
        {query.isError && !query.data && <QueryError what="application" query={query} />}
      </main>
    </>
  )
}

export function NewOperationalWebhookScreen() {
  const refusal = useRefusal('configure', 'Adding an endpoint')
  const parent = useEndpointCrumb({ application: '', operational: true }, undefined)
  return (
    <>
      <PageBar title="New endpoint" parent={parent} />
      <main className={page}>
        <h1 className="text-lg font-semibold tracking-[-0.015em]">New endpoint for operational events</h1>
        {refusal ? <Notice>{refusal}</Notice> : <EndpointForm application={null} />}
      </main>
    </>
  )
}

/** `operational`: an endpoint for operational events. */
export function EditEndpointScreen({ address, operational = false }: { address: EndpointAddress; operational?: boolean }) {
  const trpc = useTRPC()
  const scope = useScope()
  const refusal = useRefusal('configure', 'Editing an endpoint')
  // What is being typed must not be replaced by what changes elsewhere: the catalogue alone is live.
  const live = useLive(trpc.endpoints.eventTypes.pathFilter())
  const query = useEndpoint(address)
  const [reloads, setReloads] = useState(0)
  const above = useEndpointCrumb({ application: address.application, operational }, query.data?.application.name)
  const parent = {
    title: query.data ? shortUrl(query.data.url) : '…',
    href: endpointPath(scope, { ...address, operational }),
    parent: above,
  }
  return (
    <>
      <PageBar title="Edit" parent={parent} live={live} />
      <main className={page}>
        <h1 className="text-lg font-semibold tracking-[-0.015em]">Edit endpoint</h1>
        {refusal ? (
          <Notice>{refusal}</Notice>
        ) : (
          query.data && (
            <EndpointForm
              key={reloads}
              application={query.data.application.id}
              endpoint={query.data}
              onReload={() => void query.refetch().then(() => setReloads(reloads + 1))}
            />
          )
        )}
        {query.isPending && <LoadingLines />}
        {query.isError && !query.data && <QueryError what="endpoint" query={query} />}
      </main>
    </>
  )
}
