'use client'
import { useState } from 'react'
import { enter } from '#components/account/enter.ts'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { Notice } from '#components/ui/notice.tsx'

export function LoginForm({ next }: { next: string }) {
  const [refusal, setRefusal] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const submit = async (form: FormData) => {
    setBusy(true)
    setRefusal(null)
    setRefusal(await enter({ email: String(form.get('email')), password: String(form.get('password')), next }))
    setBusy(false)
  }
  return (
    <form
      className="grid gap-4"
      onSubmit={event => {
        event.preventDefault()
        if (!busy) void submit(new FormData(event.currentTarget))
      }}
    >
      {refusal && <Notice>{refusal}</Notice>}
      <Field label="E-mail" name="email" type="email" autoComplete="username" required autoFocus />
      <Field label="Password" name="password" type="password" autoComplete="current-password" required />
      <Button type="submit" variant="primary" className="h-9" disabledReason={busy ? 'Signing in' : null}>
        Sign in
      </Button>
    </form>
  )
}
