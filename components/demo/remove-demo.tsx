'use client'
import { useMutation, useQuery } from '@tanstack/react-query'
import { plural } from '#components/deliveries/words.ts'
import { useScope } from '#components/shell/place.tsx'
import { describeError, useTRPC, useTRPCClient } from '#components/trpc.tsx'
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import type { DemoContents } from '#server/demo/schema.ts'

export function RemoveDemo({ open, onClose }: { open: boolean; onClose: () => void }) {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const scope = useScope()
  const contents = useQuery(trpc.demo.contents.queryOptions(scope, { enabled: open, staleTime: 0 }))
  const remove = useMutation({
    mutationFn: () => client.demo.remove.mutate(scope),
    // A whole new page: the environment that this one shows is gone.
    onSuccess: () => window.location.assign('/'),
  })
  return (
    <ConfirmDialog
      title="Remove the demo"
      open={open}
      onClose={onClose}
      action={contents.data ? `Remove ${plural(contents.data.applications, 'application')}` : 'Remove the demo'}
      busy={remove.isPending || remove.isSuccess}
      error={describeError(remove.error ?? contents.error)}
      onConfirm={() => remove.mutate()}
    >
      {contents.data ? <p className="text-pretty">{describeContents(contents.data)}</p> : <Skeleton width={320} />}
      <p className="text-pretty">
        Your other environments stay as they are, and the next start brings no demo again. This can’t be undone.
      </p>
    </ConfirmDialog>
  )
}

function describeContents({ applications, endpoints, eventTypes, messages, apiKeys }: DemoContents): string {
  const what = `${plural(applications, 'application')} with ${plural(endpoints, 'endpoint')}, ${plural(messages, 'message')} with deliveries and attempts`
  if (apiKeys === 0) return `${what}, and ${plural(eventTypes, 'event type')} go for good.`
  return `${what}, ${plural(eventTypes, 'event type')} and ${plural(apiKeys, 'API key')} go for good: also the key that the start printed.`
}
