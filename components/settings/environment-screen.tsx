'use client'
import { useQuery } from '@tanstack/react-query'
import { QueryError } from '#components/query-error.tsx'
import { CreateEnvironment } from '#components/settings/create-environment.tsx'
import { EnvironmentForm } from '#components/settings/environment-form.tsx'
import { usePlace, useScope } from '#components/shell/place.tsx'
import { useTRPC } from '#components/trpc.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'

export function EnvironmentScreen() {
  const trpc = useTRPC()
  const scope = useScope()
  const { environment, organization } = usePlace()
  const query = useQuery(trpc.environments.view.queryOptions(scope))
  return (
    <main className="grid max-w-200 gap-4 px-6 py-6 max-nav:px-4">
      <h1 className="sr-only">Environment settings</h1>
      <Panel title={environment.name} label="Environment">
        {query.isPending && <Loading />}
        {query.isError && <QueryError what="settings" query={query} />}
        {query.data && <EnvironmentForm view={query.data} />}
      </Panel>
      <Panel title={`Environments of ${organization.name}`} label="Environments">
        <CreateEnvironment />
      </Panel>
    </main>
  )
}

function Loading() {
  return (
    <div className="grid gap-4 p-4">
      {[120, 240, 180, 260].map(width => (
        <Skeleton key={width} width={width} />
      ))}
    </div>
  )
}
