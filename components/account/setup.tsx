'use client'
import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useEffect, useState } from 'react'
import { Door } from '#components/account/door.tsx'
import { enter } from '#components/account/enter.ts'
import { readError, useTRPC, useTRPCClient } from '#components/trpc.tsx'
import { Button } from '#components/ui/button.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { Field } from '#components/ui/field.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'

const linkForm = /plink_[A-Za-z0-9]{32}/

/** What stands after the link is filled into the form: the demo's start adds a name and an e-mail address. */
type Opened = { link: string; name: string; email: string }

/** Reads the link from the fragment, which never reaches the server's log, and takes it out of the address. */
function useLink(): Opened | 'none' | 'reading' {
  const [opened, setOpened] = useState<Opened | 'none' | 'reading'>('reading')
  useEffect(() => {
    const read = () => {
      const fragment = window.location.hash.slice(1)
      const link = linkForm.exec(fragment)?.[0]
      if (link === undefined) return setOpened(before => (before === 'reading' ? 'none' : before))
      const filled = new URLSearchParams(fragment.slice(fragment.indexOf(link) + link.length).replace(/^[?&]/, ''))
      window.history.replaceState(null, '', window.location.pathname)
      setOpened({ link, name: filled.get('name') ?? '', email: filled.get('email') ?? '' })
    }
    read()
    window.addEventListener('hashchange', read)
    return () => window.removeEventListener('hashchange', read)
  }, [])
  return opened
}

export function Setup() {
  const opened = useLink()
  if (opened === 'reading') return <Opening />
  if (opened === 'none')
    return (
      <Door title="Set up Posthorn" intro="The first account is made with a link that only the person who started Posthorn has.">
        <p className="text-pretty">
          Look at the output of <code>npm start</code> (or <code>posthorn start</code>): it prints an address that ends in{' '}
          <code>/setup#plink_…</code>. Open that address here.
        </p>
      </Door>
    )
  return <WithLink key={opened.link} opened={opened} />
}

function Opening() {
  return (
    <Door title="Set up Posthorn">
      <Skeleton width={240} />
    </Door>
  )
}

function WithLink({ opened }: { opened: Opened }) {
  const trpc = useTRPC()
  const view = useMutation(trpc.account.viewLink.mutationOptions())
  const { mutate } = view
  useEffect(() => mutate({ link: opened.link }), [mutate, opened.link])
  if (view.isError)
    return (
      <Door title="Set up Posthorn">
        <ErrorState
          title="The link could not be checked"
          detail={readError(view.error).text}
          requestId={readError(view.error).requestId}
          onRetry={() => mutate({ link: opened.link })}
        />
      </Door>
    )
  if (view.data === undefined) return <Opening />
  if (view.data === null) return <UsedUp />
  return view.data.purpose === 'setup' ? <CreateAccount opened={opened} /> : <NewPassword link={opened.link} email={view.data.email} />
}

function UsedUp() {
  return (
    <Door
      title="This link is not valid any more"
      intro={
        <>
          It was used, or it is too old. <code>posthorn user reset</code> makes a new one for an account.
        </>
      }
    >
      <a className="link justify-self-start" href="/login">
        Sign in
      </a>
    </Door>
  )
}

function CreateAccount({ opened }: { opened: Opened }) {
  const client = useTRPCClient()
  return (
    <Door title="Create your account" intro="It owns this Posthorn.">
      <AccountForm
        word="Create account"
        save={form => client.account.create.mutate({ link: opened.link, ...form })}
        fields={issues => (
          <>
            <Field label="Name" name="name" autoComplete="name" required autoFocus defaultValue={opened.name} error={issues.get('name')} />
            <Field
              label="E-mail"
              name="email"
              type="email"
              autoComplete="username"
              required
              defaultValue={opened.email}
              error={issues.get('email')}
            />
          </>
        )}
      />
    </Door>
  )
}

function NewPassword({ link, email }: { link: string; email: string }) {
  const client = useTRPCClient()
  return (
    <Door title="Set a new password" intro={`For ${email}. Everywhere else this account is signed out.`}>
      <AccountForm
        word="Set password"
        save={({ password }) => client.account.resetPassword.mutate({ link, password })}
        fields={() => <input type="hidden" name="email" autoComplete="username" value={email} readOnly />}
      />
    </Door>
  )
}

type Form = { name: string; email: string; password: string }
type AccountFormProps = {
  word: string
  save: (form: Form) => Promise<{ kind: 'done'; email: string } | { kind: 'link_invalid' }>
  fields: (issues: Map<string, string>) => ReactNode
}

/** Saves, then signs in with what was just chosen. */
function AccountForm({ word, save, fields }: AccountFormProps) {
  const submit = useMutation({
    mutationFn: async (form: Form) => {
      const done = await save(form)
      return done.kind === 'done' ? enter({ email: done.email, password: form.password, next: '/' }) : 'This link was used meanwhile.'
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
