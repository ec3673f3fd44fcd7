'use client'
import { useQuery } from '@tanstack/react-query'
import { UserPlus } from 'lucide-react'
import { useState } from 'react'
import { InviteForm } from '#components/members/invite-form.tsx'
import { Invites } from '#components/members/invites.tsx'
import { MemberRows } from '#components/members/member-rows.tsx'
import { QueryError } from '#components/query-error.tsx'
import { usePlace, useScope } from '#components/shell/place.tsx'
import { useRefusal } from '#components/shell/use-refusal.ts'
import { useTRPC } from '#components/trpc.tsx'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'

export function MembersScreen() {
  const trpc = useTRPC()
  const scope = useScope()
  const { organization } = usePlace()
  const [inviting, setInviting] = useState(false)
  const members = useQuery(trpc.members.list.queryOptions(scope))
  const invites = useQuery(trpc.members.invites.queryOptions(scope))
  const refusal = useRefusal('manageMembers', 'Inviting people')
  return (
    <main className="grid max-w-240 grid-cols-[minmax(0,1fr)] gap-4 px-6 py-6 max-nav:px-4">
      <h1 className="sr-only">Members</h1>
      <Panel
        title={`Members of ${organization.name}`}
        label="Members"
        end={
          <Button icon={UserPlus} variant="primary" disabledReason={refusal} onClick={() => setInviting(true)}>
            Invite
          </Button>
        }
        foot={
          <p className="py-2.5">
            A role holds in every environment of the organization. Viewers read; developers also configure, send and resend; admins also
            manage keys, settings and members; owners manage owners.
          </p>
        }
      >
        {members.isPending && (
          <div className="p-4">
            <Skeleton width={280} />
          </div>
        )}
        {members.isError && <QueryError what="members" query={members} />}
        {members.data && <MemberRows members={members.data} />}
      </Panel>
      {invites.data && invites.data.length > 0 && <Invites invites={invites.data} />}
      {invites.isError && <QueryError what="invitations" query={invites} />}
      <Dialog title="Invite somebody" open={inviting} onClose={() => setInviting(false)}>
        <InviteForm />
      </Dialog>
    </main>
  )
}
