'use client'
import { ListRestart } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { toDraft, whyNoReplay } from '#components/deliveries/filters.ts'
import { writeDraft } from '#components/replays/draft.ts'
import { newReplayPath } from '#components/shell/paths.ts'
import { useScope } from '#components/shell/place.tsx'
import { useRefusal } from '#components/shell/use-refusal.ts'
import { Button } from '#components/ui/button.tsx'
import type { UndeliveredFilter } from '#server/deliveries/undelivered-schema.ts'

/** Leads to a new replay of all that the filter matches: how many those are is said there, before anything is sent. */
export function ReplayAll({ filter }: { filter: UndeliveredFilter }) {
  const router = useRouter()
  const scope = useScope()
  const refusal = useRefusal('resend', 'A replay')
  const draft = toDraft(filter, Date.now())
  return (
    <Button
      variant="quiet"
      icon={ListRestart}
      disabledReason={refusal ?? whyNoReplay(filter)}
      onClick={() => draft && router.push(newReplayPath(scope, writeDraft(draft)))}
    >
      Replay all
    </Button>
  )
}
