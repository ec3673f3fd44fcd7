'use client'
import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { enter } from '#components/account/enter.ts'
import { readError } from '#components/trpc.tsx'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { Notice } from '#components/ui/notice.tsx'

type Form = { name: string; email: string; password: string }
type AccountFormProps = {
  word: string
  /** Where a new account begins is told by who made it; absent: at the oldest environment. */
  save: (form: Form) => Promise<{ kind: 'done'; email: string; next?: string } | { kind: 'link_invalid' }>
  fields: (issues: Map<string, string>) => ReactNode
}

/** Saves, then signs in with what was just chosen. */
export function AccountForm({ word, save, fields }: AccountFormProps) {
  const submit = useMutation({
    mutationFn: async (form: Form) => {
      const done = await save(form)
      return done.kind === 'done'
        ? enter({ email: done.email, password: form.password, next: done.next ?? '/' })
        : 'This link was used meanwhile.'
    },
  })
  const { issues, requestId, text } = readError(submit.error)
  const byField = new Map(issues.map(({ path, message }) => [path, message]))
  const refusal = submit.data ?? (submit.error && byField.size === 0 ? `${text}${requestId ? ` (${requestId})` : ''}` : null)
  return (
    <form
      className="grid gap-4"
      noValidate
      onSubmit={event => {
        event.preventDefault()
        const form = new FormData(event.currentTarget)
        const text = (name: string) => String(form.get(name) ?? '')
        if (!submit.isPending) submit.mutate({ name: text('name'), email: text('email'), password: text('password') })
      }}
    >
      {refusal && <Notice>{refusal}</Notice>}
      {fields(byField)}
      <Field
        label="Password"
        name="password"
        type="password"
        autoComplete="new-password"
        required
        hint="12 characters or more."
        error={byField.get('password')}
      />
      <Button type="submit" variant="primary" className="h-9" disabledReason={submit.isPending ? 'Being saved' : null}>
        {word}
      </Button>
    </form>
  )
}
