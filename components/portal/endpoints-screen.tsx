'use client'
import { Plus } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { EndpointList } from '#components/endpoints/endpoint-list.tsx'
import { words } from '#components/portal/words.ts'
import { PageBar } from '#components/shell/page-bar.tsx'
import { newEndpointPath } from '#components/shell/paths.ts'
import { useOwnApplication, useScope } from '#components/shell/place.tsx'
import { useRefusal } from '#components/shell/use-refusal.ts'
import { useTRPC } from '#components/trpc.tsx'
import { Button } from '#components/ui/button.tsx'
import { useLive } from '#components/use-live.ts'

/** Where the portal begins. */
export function EndpointsScreen() {
  const trpc = useTRPC()
  const scope = useScope()
  const router = useRouter()
  const { id } = useOwnApplication()
  const live = useLive(trpc.endpoints.list.pathFilter())
  const refusal = useRefusal('configure', words.addEndpoint)
  return (
    <>
      <PageBar title={words.sections.endpoints} live={live}>
        <Button icon={Plus} variant="primary" disabledReason={refusal} onClick={() => router.push(newEndpointPath(scope, id))}>
          {words.addEndpoint}
        </Button>
      </PageBar>
      <main className="px-6 pt-3 pb-8 max-nav:px-4">
        <h1 className="sr-only">{words.sections.endpoints}</h1>
        <div className="overflow-clip rounded-lg border border-line bg-surface [--gutter:1rem] [&_tr:last-child]:border-b-0">
          <EndpointList application={id} empty={words.noEndpoints} />
        </div>
      </main>
    </>
  )
}
