'use client'
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { QueryError } from '#components/query-error.tsx'
import type { Draft } from '#components/replays/draft.ts'
import { DraftFilter } from '#components/replays/draft-filter.tsx'
import { EarlierReplays } from '#components/replays/earlier-replays.tsx'
import { Manner } from '#components/replays/manner.tsx'
import { PreviewFigures } from '#components/replays/preview-figures.tsx'
import { useDraft } from '#components/replays/use-draft.ts'
import { describeStart } from '#components/replays/words.ts'
import { PageBar } from '#components/shell/page-bar.tsx'
import { replayPath, replaysPath } from '#components/shell/paths.ts'
import { useScope } from '#components/shell/place.tsx'
import { useRefusal } from '#components/shell/use-refusal.ts'
import { describeError, useTRPC, useTRPCClient } from '#components/trpc.tsx'
import { Button } from '#components/ui/button.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { Step, Steps } from '#components/ui/steps.tsx'
import { useLive } from '#components/use-live.ts'
import type { ReplayMatches } from '#server/replays/schema.ts'

const nowhere = { application: null, endpoint: null }

/** Filter, preview, and how it begins: nothing is sent before its button is pressed. */
export function NewReplayScreen() {
  const trpc = useTRPC()
  const scope = useScope()
  const { draft, setDraft } = useDraft()
  const { begin, rate, ...request } = draft
  const live = useLive(trpc.replays.list.infiniteQueryFilter())
  const target = useQuery(
    trpc.replays.target.queryOptions(
      { ...scope, application: draft.application, endpoint: draft.endpoint },
      { placeholderData: keepPreviousData },
    ),
  )
  const preview = useQuery(trpc.replays.preview.queryOptions({ ...scope, ...request }, { staleTime: 0, placeholderData: keepPreviousData }))
  return (
    <>
      <PageBar title="New" parent={{ title: 'Replays', href: replaysPath(scope) }} live={live} />
      <main className="grid grid-cols-[minmax(0,1fr)] content-start gap-4 px-6 pt-5 pb-8 max-nav:p-4">
        <h1 className="text-lg font-semibold tracking-[-0.015em]">New replay</h1>
        <div className="grid grid-cols-[minmax(0,1fr)_336px] items-start gap-x-8 gap-y-6 max-wide:grid-cols-[minmax(0,1fr)]">
          <Steps label="Steps of the replay">
            <Step number={1} state="done" title="Filter" note="what to send again">
              <DraftFilter draft={draft} target={target.data ?? nowhere} onChange={setDraft} />
            </Step>
            <Step number={2} state="current" title="Preview" note="nothing is sent yet">
              {preview.isPending && <Skeleton width={420} />}
              {preview.isError && <QueryError what="preview" query={preview} />}
              {preview.data && !preview.isError && (
                <>
                  <PreviewFigures preview={preview.data} rate={rate} />
                  <Manner draft={draft} onChange={setDraft} />
                  <Start draft={draft} preview={preview.data} counting={preview.isFetching} />
                </>
              )}
            </Step>
            {begin !== 'now' && <Step number={3} state="waiting" title="Canary" note="one delivery, before the others" />}
            <Step number={begin === 'now' ? 3 : 4} state="waiting" title="Sending">
              <p className="text-muted">{whatFollows(draft)}</p>
            </Step>
          </Steps>
          <EarlierReplays />
        </div>
      </main>
    </>
  )
}

function whatFollows({ begin, rate }: Draft): string {
  if (begin === 'now') return `Everything goes out at ${rate} per second, oldest first, whatever is answered.`
  const rest = `The rest goes out at ${rate} per second when the canary succeeds. At the first failure it stops, and nothing else is sent.`
  return begin === 'healthy' ? `It begins after the endpoint’s next success, from its regular deliveries. ${rest}` : rest
}

function Start({ draft, preview, counting }: { draft: Draft; preview: ReplayMatches; counting: boolean }) {
  const router = useRouter()
  const scope = useScope()
  const client = useTRPCClient()
  const refusal = useRefusal('resend', 'Replaying')
  const start = useMutation({
    mutationFn: () => {
      const { begin, ...request } = draft
      return client.replays.create.mutate({ ...scope, ...request, canary: begin !== 'now', when: begin === 'healthy' ? 'healthy' : 'now' })
    },
    onSuccess: ({ id }) => router.push(replayPath(scope, id)),
  })
  const busy = start.isPending || start.isSuccess ? 'It is being made.' : counting ? 'It is being counted.' : null
  const nothing = preview.matching.count === 0 ? 'No delivery matches the filter.' : null
  return (
    <>
      {start.isError && <Notice>{describeError(start.error)}</Notice>}
      <div>
        <Button variant="primary" disabledReason={refusal ?? busy ?? nothing} onClick={() => start.mutate()}>
          {describeStart(preview, draft.begin)}
        </Button>
      </div>
    </>
  )
}
