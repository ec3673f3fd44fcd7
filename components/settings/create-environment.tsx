'use client'
import { useMutation } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { readFaults } from '#components/read-faults.ts'
import { settingsPath } from '#components/shell/paths.ts'
import { useScope } from '#components/shell/place.tsx'
import { useRefusal } from '#components/shell/use-refusal.ts'
import { useTRPCClient } from '#components/trpc.tsx'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Field } from '#components/ui/field.tsx'
import { Form } from '#components/ui/form.tsx'
import { Notice } from '#components/ui/notice.tsx'

export function CreateEnvironment() {
  const [open, setOpen] = useState(false)
  const refusal = useRefusal('manageEnvironment', 'Making an environment')
  return (
    <div className="flex flex-wrap items-center gap-3 p-4">
      <p className="min-w-0 flex-1 text-muted">
        Each environment has applications, event types and API keys of its own: one for production, one for tests. The switcher above the
        menu leads to the others.
      </p>
      <Button icon={Plus} disabledReason={refusal} onClick={() => setOpen(true)}>
        Create environment
      </Button>
      <Dialog title="Create an environment" open={open} onClose={() => setOpen(false)}>
        <CreateForm />
      </Dialog>
    </div>
  )
}

const slugOf = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 32)

function CreateForm() {
  const client = useTRPCClient()
  const scope = useScope()
  const router = useRouter()
  const [name, setName] = useState('')
  const [slug, setSlug] = useState<string | null>(null)
  const create = useMutation({
    mutationFn: () => client.environments.create.mutate({ ...scope, made: { name, slug: slug ?? slugOf(name) } }),
    onSuccess: made => router.push(settingsPath({ ...scope, environment: made.slug })),
  })
  const { of, rest } = readFaults(create.error, ['name', 'slug'])
  return (
    <Form busy={create.isPending} onSubmit={() => create.mutate()}>
      {rest && <Notice>{rest}</Notice>}
      <Field label="Name" value={name} onChange={event => setName(event.target.value)} error={of.name} autoFocus required />
      <Field
        label="Slug"
        value={slug ?? slugOf(name)}
        onChange={event => setSlug(event.target.value)}
        hint="Stands in addresses and in API keys, and stays as it is."
        error={of.slug}
        required
      />
      <Button type="submit" variant="primary" className="h-9" disabledReason={create.isPending ? 'It is being made.' : null}>
        Create
      </Button>
    </Form>
  )
}
