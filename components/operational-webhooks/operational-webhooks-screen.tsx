'use client'
import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { EndpointList } from '#components/endpoints/endpoint-list.tsx'
import { QueryError } from '#components/query-error.tsx'
import { newOperationalWebhookPath } from '#components/shell/paths.ts'
import { useScope } from '#components/shell/place.tsx'
import { useRefusal } from '#components/shell/use-refusal.ts'
import { useTRPC } from '#components/trpc.tsx'
import { Button } from '#components/ui/button.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { useLive } from '#components/use-live.ts'

const empty =
  'No endpoints yet, so nothing is told. Add the URL of your own back end, to hear when a merchant’s endpoint fails, is disabled or recovers.'

/** Where Posthorn tells the company itself what happens to endpoints and deliveries. */
export function OperationalWebhooksScreen() {
  const trpc = useTRPC()
  const scope = useScope()
  const router = useRouter()
  const refusal = useRefusal('configure', 'Adding an endpoint')
  const query = useQuery(trpc.operationalWebhooks.application.queryOptions(scope))
  useLive(trpc.operationalWebhooks.application.queryFilter(scope), trpc.endpoints.list.pathFilter())
  return (
    <main className="grid max-w-240 grid-cols-[minmax(0,1fr)] gap-4 px-6 py-6 max-nav:px-4">
      <h1 className="sr-only">Operational webhooks</h1>
      <p className="max-w-[78ch] text-pretty text-muted">
        Posthorn tells you about your merchants’ endpoints with webhooks of its own: signed, retried and shown like every message.
      </p>
      <Panel
        title="Endpoints"
        label="Endpoints for operational events"
        end={
          <Button icon={Plus} variant="primary" disabledReason={refusal} onClick={() => router.push(newOperationalWebhookPath(scope))}>
            Add endpoint
          </Button>
        }
      >
        {query.isPending && (
          <p className="px-4 py-3">
            <Skeleton width={240} />
          </p>
        )}
        {query.isError && <QueryError what="endpoints" query={query} />}
        {query.data === null && <p className="px-4 py-3 text-pretty text-muted">{empty}</p>}
        {query.data && <EndpointList application={query.data} operational empty={empty} />}
      </Panel>
    </main>
  )
}
