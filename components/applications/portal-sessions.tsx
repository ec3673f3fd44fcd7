'use client'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useScope } from '#components/shell/place.tsx'
import { useRefusal } from '#components/shell/use-refusal.ts'
import { describeError, useTRPC, useTRPCClient } from '#components/trpc.tsx'
import { Button } from '#components/ui/button.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { showToast } from '#components/ui/toast.tsx'
import type { PortalSessionView } from '#server/portal/session-schema.ts'

/** Who may look into this application from outside, until when, and a way to end it. */
export function PortalSessions({ application }: { application: string }) {
  const trpc = useTRPC()
  const { data } = useQuery(trpc.applications.portalSessions.queryOptions({ ...useScope(), application }))
  return (
    <section aria-label="Portal sessions" className="grid gap-2.5 border-t border-line px-4 py-3.5">
      <h3 className="font-medium">Portal sessions</h3>
      {data?.length === 0 && <p className="text-muted">None. Your own site opens one for the merchant, by the API.</p>}
      {data && data.length > 0 && (
        <ul className="grid gap-2.5">
          {data.map(session => (
            <Session key={session.id} application={application} session={session} />
          ))}
        </ul>
      )}
    </section>
  )
}

function Session({ application, session }: { application: string; session: PortalSessionView }) {
  const client = useTRPCClient()
  const scope = useScope()
  const refusal = useRefusal('configure', 'Revoking a portal session')
  const revoke = useMutation({
    mutationFn: () => client.applications.revokePortalSession.mutate({ ...scope, application, session: session.id }),
    onSuccess: () => showToast('The portal session has ended.'),
    onError: error => showToast(`It could not be revoked. ${describeError(error)}`),
  })
  const name = session.user?.name ?? session.user?.id ?? session.sessionId ?? 'Merchant'
  return (
    <li className="flex items-center gap-2">
      <div className="min-w-0 flex-1">
        <p className="truncate">{name}</p>
        <p className="text-sm text-muted">
          {session.readOnly && 'reads only, '}ends in <RelativeTime time={session.expiresAt} />
        </p>
      </div>
      <Button disabledReason={refusal ?? (revoke.isPending ? 'It is being revoked.' : null)} onClick={() => revoke.mutate()}>
        Revoke
      </Button>
    </li>
  )
}
