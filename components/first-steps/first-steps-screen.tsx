'use client'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { ApplicationStep } from '#components/first-steps/application-step.tsx'
import { Arrival } from '#components/first-steps/arrival.tsx'
import { EndpointStep } from '#components/first-steps/endpoint-step.tsx'
import { SendStep } from '#components/first-steps/send-step.tsx'
import { QueryError } from '#components/query-error.tsx'
import { PageBar } from '#components/shell/page-bar.tsx'
import { overviewPath } from '#components/shell/paths.ts'
import { usePlace, useScope } from '#components/shell/place.tsx'
import { useTRPC } from '#components/trpc.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { Steps } from '#components/ui/steps.tsx'
import { useLive } from '#components/use-live.ts'
import type { FirstSteps } from '#server/first-steps/schema.ts'

/** The way to the first message. What is done, here or elsewhere, ticks by itself. */
export function FirstStepsScreen() {
  const trpc = useTRPC()
  const scope = useScope()
  const query = useQuery(trpc.firstSteps.get.queryOptions(scope))
  const connected = useLive(trpc.firstSteps.get.queryFilter(scope), trpc.messages.get.queryFilter(), trpc.messages.attempts.queryFilter())
  return (
    <>
      <PageBar title="Get started" live={connected} liveWord="Listening">
        <Link href={overviewPath(scope)} className="link whitespace-nowrap">
          {query.data?.message ? 'Open the overview' : 'Skip to the overview'}
        </Link>
      </PageBar>
      <main className="grid max-w-300 grid-cols-[minmax(0,1fr)] gap-6 px-6 py-6 max-nav:px-4">
        {query.isPending && <Skeleton width={320} />}
        {query.isError && <QueryError what="steps" query={query} />}
        {query.data && <Way steps={query.data} />}
      </main>
    </>
  )
}

function Way({ steps }: { steps: FirstSteps }) {
  const scope = useScope()
  const { environment } = usePlace()
  return (
    <>
      <div className="grid gap-1">
        <h1 className="text-lg font-semibold">Send your first message</h1>
        <p className="text-pretty text-muted">
          Three steps in {environment.name}, about a minute. Each ticks by itself, also when you do it with the API.
          {steps.demo && (
            <>
              {' '}
              To look around first, open{' '}
              <Link href={overviewPath({ ...scope, environment: steps.demo })} className="link">
                the demo
              </Link>
              : it is an environment of its own, and nothing in it is yours.
            </>
          )}
        </p>
      </div>
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-8 wide:grid-cols-[minmax(0,1fr)_minmax(0,24rem)]">
        <Steps label="Steps to the first message">
          <ApplicationStep application={steps.application} />
          <EndpointStep steps={steps} />
          <SendStep steps={steps} />
        </Steps>
        <Arrival message={steps.message} />
      </div>
    </>
  )
}
