'use client'
import { useQuery } from '@tanstack/react-query'
import { QueryError } from '#components/query-error.tsx'
import { CanaryStep } from '#components/replays/canary-step.tsx'
import { CancelReplay } from '#components/replays/cancel-replay.tsx'
import { EarlierReplays } from '#components/replays/earlier-replays.tsx'
import { FilterChips } from '#components/replays/filter-chips.tsx'
import { ReplayBadge } from '#components/replays/replay-badge.tsx'
import { SendingStep } from '#components/replays/sending-step.tsx'
import { isOver, nameOf } from '#components/replays/words.ts'
import { PageBar } from '#components/shell/page-bar.tsx'
import { replaysPath } from '#components/shell/paths.ts'
import { usePlace, useScope } from '#components/shell/place.tsx'
import { useTRPC } from '#components/trpc.tsx'
import { formatCount, formatUtcClock } from '#components/ui/format.ts'
import { truncateMiddle } from '#components/ui/id-text.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { Step, Steps } from '#components/ui/steps.tsx'
import { useLive } from '#components/use-live.ts'
import type { ReplayView } from '#server/replays/view-schema.ts'

/** A replay from its filter to its end, as it goes on. It needs no reader: closing the page changes nothing. */
export function ReplayScreen({ replay: id }: { replay: string }) {
  const trpc = useTRPC()
  const scope = useScope()
  const query = useQuery(trpc.replays.get.queryOptions({ ...scope, replay: id }))
  const live = useLive(
    trpc.replays.get.queryFilter({ ...scope, replay: id }),
    trpc.replays.course.queryFilter({ ...scope, replay: id }),
    trpc.replays.list.infiniteQueryFilter(),
    trpc.messages.get.pathFilter(),
  )
  return (
    <>
      <PageBar title={truncateMiddle(id)} mono parent={{ title: 'Replays', href: replaysPath(scope) }} live={live} />
      <main className="grid grid-cols-[minmax(0,1fr)] content-start gap-4 px-6 pt-5 pb-8 max-nav:p-4">
        {query.data && <Replay replay={query.data} />}
        {query.isError && !query.data && <QueryError what="replay" query={query} />}
      </main>
    </>
  )
}

function Replay({ replay }: { replay: ReplayView }) {
  const { environment } = usePlace()
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <h1 className="text-lg font-semibold tracking-[-0.015em] wrap-anywhere">Replay to {nameOf(replay, environment.name)}</h1>
        <ReplayBadge state={replay.state} />
        {!isOver(replay) && (
          <div className="ml-auto flex flex-wrap items-center gap-3 max-card:ml-0 max-card:w-full">
            <span className="text-sm text-muted">Goes on when this tab closes</span>
            <CancelReplay replay={replay} />
          </div>
        )}
      </div>
      <div className="grid grid-cols-[minmax(0,1fr)_336px] items-start gap-x-8 gap-y-6 max-wide:grid-cols-[minmax(0,1fr)]">
        <Steps label="Steps of the replay">
          <FilterStep replay={replay} />
          {replay.canary && <CanaryStep replay={replay} number={2} />}
          <SendingStep replay={replay} number={replay.canary ? 3 : 2} />
        </Steps>
        <EarlierReplays except={replay.id} />
      </div>
    </>
  )
}

function FilterStep({ replay }: { replay: ReplayView }) {
  const { states, eventTypes, since, until } = replay.filter
  const createdAt = new Date(replay.createdAt)
  const matched = `${formatCount(replay.total)} ${replay.totalIsExact ? 'matched' : 'matched so far, the rest is being counted'}`
  return (
    <Step
      number={1}
      state="done"
      title="Filter"
      note={
        <>
          fixed at {formatUtcClock(createdAt).slice(0, 8)} UTC, <RelativeTime time={createdAt} ago about />
          {replay.createdByName && `, by ${replay.createdByName}`}
        </>
      }
    >
      <div className="flex flex-wrap items-center gap-2">
        <FilterChips
          target={replay}
          filter={{ states, eventTypes, since: since === null ? null : new Date(since), until: new Date(until ?? createdAt) }}
          onRemove={null}
        />
      </div>
      <p className="text-muted">{matched}.</p>
    </Step>
  )
}
