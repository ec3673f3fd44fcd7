'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { readFaults } from '#components/read-faults.ts'
import { useScope } from '#components/shell/place.tsx'
import { useTRPC, useTRPCClient } from '#components/trpc.tsx'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { Form } from '#components/ui/form.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { SelectField } from '#components/ui/select-field.tsx'
import { ShownOnce } from '#components/ui/shown-once.tsx'
import type { ApiKeyOut } from '#server/api-keys/schema.ts'

const scopes: { value: ApiKeyOut['scope']; word: string }[] = [
  { value: 'developer', word: 'Developer: post, configure, resend' },
  { value: 'admin', word: 'Admin: also expunge and delete applications' },
  { value: 'viewer', word: 'Viewer: read' },
]

const dayMs = 24 * 3_600_000
const lives = [
  { value: '', word: 'Never' },
  { value: '7', word: 'In 7 days' },
  { value: '30', word: 'In 30 days' },
  { value: '90', word: 'In 90 days' },
  { value: '365', word: 'In a year' },
]

/** Makes a key; its token is shown once. */
export function CreateKeyForm() {
  const client = useTRPCClient()
  const trpc = useTRPC()
  const queries = useQueryClient()
  const where = useScope()
  const [name, setName] = useState('')
  const [scope, setScope] = useState<ApiKeyOut['scope']>('developer')
  const [days, setDays] = useState('')
  const create = useMutation({
    mutationFn: () => {
      const expiresAt = days === '' ? null : new Date(Date.now() + Number(days) * dayMs).toISOString()
      return client.apiKeys.create.mutate({ ...where, name: name.trim(), scope, expiresAt })
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: trpc.apiKeys.list.queryKey(where) }),
  })
  if (create.data)
    return (
      <ShownOnce name="API key" value={create.data.token}>
        Keep it now, where your back end keeps its secrets: only its hash is stored, and it is not shown again.
      </ShownOnce>
    )
  const { of, rest } = readFaults(create.error, ['name'])
  return (
    <Form busy={create.isPending} onSubmit={() => create.mutate()}>
      {rest && <Notice>{rest}</Notice>}
      <Field
        label="Name"
        value={name}
        onChange={event => setName(event.target.value)}
        hint="What uses it: the audit log calls it so."
        error={of.name}
        autoFocus
        required
      />
      <SelectField label="Scope" value={scope} onChange={event => setScope(event.target.value as typeof scope)} options={scopes} />
      <SelectField label="Expires" value={days} onChange={event => setDays(event.target.value)} options={lives} />
      <Button type="submit" variant="primary" className="h-9" disabledReason={create.isPending ? 'It is being made.' : null}>
        Create
      </Button>
    </Form>
  )
}
