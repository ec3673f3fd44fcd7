'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useScope } from '#components/shell/place.tsx'
import { useRefusal } from '#components/shell/use-refusal.ts'
import { describeError, useTRPC, useTRPCClient } from '#components/trpc.tsx'
import { Button } from '#components/ui/button.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { Cell, Table, TableBody, TableHead, TableRow } from '#components/ui/table.tsx'
import { showToast } from '#components/ui/toast.tsx'
import type { InviteOut } from '#server/members/schema.ts'

const columns = [
  { name: 'E-mail' },
  { name: 'Role', width: 148 },
  { name: 'Ends in', width: 88 },
  { name: 'Action', width: 112, right: true },
]

/** Links that wait to be used. */
export function Invites({ invites }: { invites: readonly InviteOut[] }) {
  const client = useTRPCClient()
  const trpc = useTRPC()
  const queries = useQueryClient()
  const scope = useScope()
  const refusal = useRefusal('manageMembers', 'Revoking an invitation')
  const revoke = useMutation({
    mutationFn: (invite: string) => client.members.revokeInvite.mutate({ ...scope, invite }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: trpc.members.invites.queryKey(scope) })
      showToast('The link lets nobody in any more.')
    },
    onError: error => showToast(`The invitation was not revoked. ${describeError(error)}`),
  })
  return (
    <Panel title="Invitations" label="Invitations">
      <Table label="Invitations">
        <TableHead columns={columns} />
        <TableBody>
          {invites.map(({ id, email, role, expiresAt }) => (
            <TableRow key={id}>
              <Cell card="title">{email}</Cell>
              <Cell className="capitalize">{role}</Cell>
              <Cell card="end" className="text-muted">
                <RelativeTime time={expiresAt} about />
              </Cell>
              <Cell right>
                <Button
                  variant="quiet"
                  disabledReason={refusal}
                  aria-label={`Revoke the invitation of ${email}`}
                  onClick={() => revoke.mutate(id)}
                >
                  Revoke
                </Button>
              </Cell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Panel>
  )
}
