'use client'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { plural } from '#components/deliveries/words.ts'
import { applicationsPath } from '#components/shell/paths.ts'
import { useScope } from '#components/shell/place.tsx'
import { describeError, useTRPC, useTRPCClient } from '#components/trpc.tsx'
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx'
import { showToast } from '#components/ui/toast.tsx'
import type { ApplicationOut } from '#server/applications/schema.ts'

type DeleteApplicationProps = { application: ApplicationOut; open: boolean; onClose: () => void }

/** Says what goes with it: its endpoints by number, and what waits for them. */
export function DeleteApplication({ application, open, onClose }: DeleteApplicationProps) {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const scope = useScope()
  const router = useRouter()
  const { data } = useQuery(trpc.applications.list.queryOptions({ ...scope, text: application.id }, { enabled: open, staleTime: 0 }))
  const endpointCount = data?.rows[0]?.endpointCount
  const remove = useMutation({
    mutationFn: () => client.applications.delete.mutate({ ...scope, application: application.id }),
    onSuccess: () => {
      showToast(`${application.name} was deleted.`)
      router.push(applicationsPath(scope))
    },
  })
  return (
    <ConfirmDialog
      title={`Delete ${application.name}`}
      open={open}
      onClose={onClose}
      action={endpointCount === undefined ? 'Delete application' : `Delete application and ${plural(endpointCount, 'endpoint')}`}
      busy={remove.isPending}
      error={describeError(remove.error)}
      onConfirm={() => remove.mutate()}
    >
      <p className="text-pretty">
        {endpointCount === undefined ? 'Its endpoints are' : `${plural(endpointCount, 'endpoint')} ${endpointCount === 1 ? 'is' : 'are'}`}{' '}
        deleted with it, and nothing that waits for {endpointCount === 1 ? 'it' : 'them'} is sent any more. The API answers 404 for messages
        to it from now on; its uid is free again. This can’t be undone.
      </p>
    </ConfirmDialog>
  )
}
