'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { capitalize, describeTaking } from '#components/settings/difference-words.ts'
import { usePlace, useScope } from '#components/shell/place.tsx'
import { useRefusal } from '#components/shell/use-refusal.ts'
import { describeError, useTRPC, useTRPCClient } from '#components/trpc.tsx'
import { Button } from '#components/ui/button.tsx'
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx'
import { showToast } from '#components/ui/toast.tsx'
import type { Difference } from '#server/environments/comparison-schema.ts'

export type Other = { slug: string; name: string }

type TakeOverProps = { other: Other; chosen: readonly Difference[]; onTaken: () => void }

/** Makes what was chosen as it is in the other environment, after saying in numbers what that is. */
export function TakeOver({ other, chosen, onTaken }: TakeOverProps) {
  const client = useTRPCClient()
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const scope = useScope()
  const { environment } = usePlace()
  const [asking, setAsking] = useState(false)
  const refusal = useRefusal('manageEnvironment', 'Changing an environment')
  const take = useMutation({
    mutationFn: () =>
      client.environments.takeOver.mutate({
        ...scope,
        other: other.slug,
        settings: chosen.flatMap(difference => (difference.kind === 'setting' ? difference.name : [])),
        eventTypes: chosen.flatMap(difference => (difference.kind === 'eventType' ? difference.name : [])),
      }),
    onSuccess: async () => {
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: trpc.environments.pathKey() }),
        queryClient.invalidateQueries({ queryKey: trpc.eventTypes.pathKey() }),
      ])
      setAsking(false)
      onTaken()
      showToast(`Taken over from ${other.name}.`)
    },
  })
  const nothing = chosen.length === 0 ? 'Choose what to take over first.' : null
  return (
    <>
      <Button variant="primary" className="max-card:w-full" disabledReason={refusal ?? nothing} onClick={() => setAsking(true)}>
        {`Take over${chosen.length > 0 ? ` ${chosen.length}` : ''} from ${other.name}`}
      </Button>
      <ConfirmDialog
        title={`Take over from ${other.name}?`}
        open={asking}
        action={capitalize(describeTaking(chosen))}
        busy={take.isPending}
        error={describeError(take.error)}
        onConfirm={() => take.mutate()}
        onClose={() => {
          setAsking(false)
          take.reset()
        }}
      >
        <p className="text-pretty">
          {environment.name} will have them as {other.name} has them now; all of them or, when anything is wrong, none. Messages, endpoints
          and everything else stay as they are. The audit log keeps what was before.
        </p>
      </ConfirmDialog>
    </>
  )
}
