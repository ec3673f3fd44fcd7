'use client'
import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { enter } from '#components/account/enter.ts'
import { type Faults, readFaults } from '#components/read-faults.ts'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { Form } from '#components/ui/form.tsx'
import { Notice } from '#components/ui/notice.tsx'

type Account = { name: string; email: string; password: string }
type AccountFormProps = {
  word: string
  /** Where a new account begins is told by who made it; absent: at the oldest environment. */
  save: (account: Account) => Promise<{ kind: 'done'; email: string; next?: string } | { kind: 'link_invalid' }>
  fields: (faults: Faults<keyof Account>['of']) => ReactNode
}

/** Saves, then signs in with what was just chosen. */
export function AccountForm({ word, save, fields }: AccountFormProps) {
  const submit = useMutation({
    mutationFn: async (account: Account) => {
      const done = await save(account)
      return done.kind === 'done'
        ? enter({ email: done.email, password: account.password, next: done.next ?? '/' })
        : 'This link was used meanwhile.'
    },
  })
  const { of, rest } = readFaults(submit.error, ['name', 'email', 'password'])
  const refusal = submit.data ?? rest
  return (
    <Form
      busy={submit.isPending}
      onSubmit={form => {
        const text = (name: string) => String(form.get(name) ?? '')
        submit.mutate({ name: text('name'), email: text('email'), password: text('password') })
      }}
    >
      {refusal && <Notice>{refusal}</Notice>}
      {fields(of)}
      <Field
        label="Password"
        name="password"
        type="password"
        autoComplete="new-password"
        required
        hint="12 characters or more."
        error={of.password}
      />
      <Button type="submit" variant="primary" className="h-9" disabledReason={submit.isPending ? 'Being saved' : null}>
        {word}
      </Button>
    </Form>
  )
}
