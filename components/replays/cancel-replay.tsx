'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Ban } from 'lucide-react'
import { useState } from 'react'
import { endedCount } from '#components/replays/words.ts'
import { useScope } from '#components/shell/place.tsx'
import { useRefusal } from '#components/shell/use-refusal.ts'
import { describeError, useTRPC, useTRPCClient } from '#components/trpc.tsx'
import { Button } from '#components/ui/button.tsx'
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx'
import { formatCount } from '#components/ui/format.ts'
import type { ReplayOut } from '#server/replays/schema.ts'

/** Sends nothing more, and says before how much that is. */
export function CancelReplay({ replay }: { replay: ReplayOut }) {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queryClient = useQueryClient()
  const scope = useScope()
  const refusal = useRefusal('resend', 'Cancelling a replay')
  const [open, setOpen] = useState(false)
  const cancel = useMutation({
    mutationFn: () => client.replays.cancel.mutate({ ...scope, replay: replay.id }),
    onSuccess: () => {
      setOpen(false)
      return queryClient.invalidateQueries(trpc.replays.get.queryFilter({ ...scope, replay: replay.id }))
    },
  })
  const left = Math.max(0, replay.total - endedCount(replay))
  return (
    <>
      <Button icon={Ban} disabledReason={refusal} onClick={() => setOpen(true)}>
        Cancel replay
      </Button>
      <ConfirmDialog
        title="Cancel this replay?"
        open={open}
        action={`Leave ${formatCount(left)} unsent`}
        busy={cancel.isPending}
        error={describeError(cancel.error)}
        onConfirm={() => cancel.mutate()}
        onClose={() => setOpen(false)}
      >
        <p>
          {formatCount(left)} of {formatCount(replay.total)} deliveries are not sent and stay as they were. What is under way ends as it
          ends.
        </p>
      </ConfirmDialog>
    </>
  )
}
