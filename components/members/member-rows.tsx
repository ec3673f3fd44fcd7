'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ChevronsUpDown } from 'lucide-react'
import { useState } from 'react'
import { useRole, useScope } from '#components/shell/place.tsx'
import { useRefusal } from '#components/shell/use-refusal.ts'
import { describeError, useTRPC, useTRPCClient } from '#components/trpc.tsx'
import { Button, buttonClass } from '#components/ui/button.tsx'
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx'
import { Menu, MenuChoice } from '#components/ui/menu.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { Cell, Table, TableBody, TableHead, TableRow } from '#components/ui/table.tsx'
import { showToast } from '#components/ui/toast.tsx'
import { roleMay } from '#server/auth/permissions.ts'
import { roles } from '#server/members/roles.ts'
import type { MemberOut } from '#server/members/schema.ts'

type Role = MemberOut['role']

const columns = [
  { name: 'Name' },
  { name: 'E-mail' },
  { name: 'Role', width: 148 },
  { name: 'Since', width: 88, className: 'max-wide:hidden' },
  { name: 'Action', width: 112, right: true },
]

export function MemberRows({ members }: { members: readonly MemberOut[] }) {
  const owners = members.filter(({ role }) => role === 'owner').length
  return (
    <Table label="Members">
      <TableHead columns={columns} />
      <TableBody>
        {members.map(member => (
          <MemberRow key={member.id} member={member} last={member.role === 'owner' && owners === 1} />
        ))}
      </TableBody>
    </Table>
  )
}

/** `last`: the only owner, who stays one. */
function MemberRow({ member, last }: { member: MemberOut; last: boolean }) {
  const refusal = useMemberRefusal(member, last)
  const [removing, setRemoving] = useState(false)
  const { changeRole, remove } = useMemberChanges(member)
  return (
    <TableRow>
      <Cell card="title">{member.name}</Cell>
      <Cell className="text-muted">{member.email}</Cell>
      <Cell card="end">
        <RoleChoice member={member} refusal={refusal} onChange={role => changeRole.mutate(role)} />
      </Cell>
      <Cell card="none" className="text-muted max-wide:hidden">
        <RelativeTime time={member.since} about />
      </Cell>
      <Cell right>
        <Button variant="quiet" disabledReason={refusal} aria-label={`Remove ${member.name}`} onClick={() => setRemoving(true)}>
          Remove
        </Button>
        <ConfirmDialog
          title={`Remove ${member.name}?`}
          action="Remove 1 member"
          open={removing}
          busy={remove.isPending}
          error={describeError(remove.error)}
          onConfirm={() => remove.mutate()}
          onClose={() => setRemoving(false)}
        >
          <p className="text-left whitespace-normal">
            {member.email} loses access to every environment of the organization at once. What they have done stays in the audit log.
          </p>
        </ConfirmDialog>
      </Cell>
    </TableRow>
  )
}

function RoleChoice({ member, refusal, onChange }: { member: MemberOut; refusal: string | null; onChange: (role: Role) => void }) {
  const own = useRole()
  const label = `Role of ${member.name}: ${member.role}`
  if (refusal !== null)
    return (
      <Button disabledReason={refusal} aria-label={label} className="capitalize">
        {member.role}
      </Button>
    )
  const offered = roles.filter(role => role !== 'owner' || roleMay(own, 'manageOrganization'))
  return (
    <Menu
      label="Role"
      triggerLabel={label}
      triggerClass={buttonClass('plain')}
      trigger={
        <>
          <span className="capitalize">{member.role}</span>
          <ChevronsUpDown className="icon" aria-hidden />
        </>
      }
    >
      {offered.map(role => (
        <MenuChoice key={role} chosen={role === member.role} onSelect={() => role !== member.role && onChange(role)}>
          <span className="capitalize">{role}</span>
        </MenuChoice>
      ))}
    </Menu>
  )
}

function useMemberRefusal({ role }: MemberOut, last: boolean): string | null {
  const own = useRole()
  const refusal = useRefusal('manageMembers', 'Changing members')
  if (refusal !== null) return refusal
  if (role === 'owner' && !roleMay(own, 'manageOrganization')) return `Your role is ${own}. Only owners change owners.`
  if (last) return 'The last owner stays. Make somebody else an owner first.'
  return null
}

function useMemberChanges({ id, name }: MemberOut) {
  const client = useTRPCClient()
  const trpc = useTRPC()
  const queries = useQueryClient()
  const scope = useScope()
  const done = (text: string) => async () => {
    await queries.invalidateQueries({ queryKey: trpc.members.list.queryKey(scope) })
    showToast(text)
  }
  const onError = (error: unknown) => showToast(`Nothing was changed. ${describeError(error)}`)
  return {
    changeRole: useMutation({
      mutationFn: (role: Role) => client.members.changeRole.mutate({ ...scope, user: id, role }),
      onSuccess: done(`${name} has another role now.`),
      onError,
    }),
    remove: useMutation({
      mutationFn: () => client.members.remove.mutate({ ...scope, user: id }),
      onSuccess: done(`${name} was removed.`),
    }),
  }
}
