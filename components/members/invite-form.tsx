'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { readFaults } from '#components/read-faults.ts'
import { useRole, useScope } from '#components/shell/place.tsx'
import { useTRPC, useTRPCClient } from '#components/trpc.tsx'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { Form } from '#components/ui/form.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { SelectField } from '#components/ui/select-field.tsx'
import { ShownOnce } from '#components/ui/shown-once.tsx'
import { roleMay } from '#server/auth/permissions.ts'
import { roles } from '#server/members/roles.ts'
import type { InviteIn } from '#server/members/schema.ts'

const words: Record<InviteIn['role'], string> = {
  owner: 'Owner: everything',
  admin: 'Admin: all but owners and the organization',
  developer: 'Developer: configure, send, resend',
  viewer: 'Viewer: read',
}

/** Makes a link that lets one person in; it is shown once. */
export function InviteForm() {
  const own = useRole()
  const client = useTRPCClient()
  const trpc = useTRPC()
  const queries = useQueryClient()
  const scope = useScope()
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<InviteIn['role']>('developer')
  const invite = useMutation({
    mutationFn: () => client.members.invite.mutate({ ...scope, email: email.trim(), role }),
    onSuccess: () => queries.invalidateQueries({ queryKey: trpc.members.invites.queryKey(scope) }),
  })
  if (invite.data)
    return (
      <ShownOnce name="Invitation link" value={invite.data.link}>
        Send it to {invite.data.email}. It lets them in once, within seven days, and is not shown again.
      </ShownOnce>
    )
  const { of, rest } = readFaults(invite.error, ['email'])
  return (
    <Form busy={invite.isPending} onSubmit={() => invite.mutate()}>
      {rest && <Notice>{rest}</Notice>}
      <Field
        label="E-mail"
        type="email"
        value={email}
        onChange={event => setEmail(event.target.value)}
        hint="The account that the link makes, or lets in, has this address."
        error={of.email}
        autoFocus
        required
      />
      <SelectField
        label="Role"
        value={role}
        onChange={event => setRole(event.target.value as InviteIn['role'])}
        options={roles.filter(role => role !== 'owner' || roleMay(own, 'manageOrganization')).map(value => ({ value, word: words[value] }))}
      />
      <Button type="submit" variant="primary" className="h-9" disabledReason={invite.isPending ? 'It is being made.' : null}>
        Make an invitation link
      </Button>
    </Form>
  )
}
