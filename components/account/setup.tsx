'use client'
import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useEffect } from 'react'
import { AccountForm } from '#components/account/account-form.tsx'
import { Door } from '#components/account/door.tsx'
import { Invitation } from '#components/account/invitation.tsx'
import { type Opened, useLink } from '#components/account/use-link.ts'
import { firstStepsPath } from '#components/shell/paths.ts'
import { readError, useTRPC, useTRPCClient } from '#components/trpc.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { Field } from '#components/ui/field.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'

export function Setup() {
  return (
    <WithLink title="Set up Posthorn">
      <Door title="Set up Posthorn" intro="The first account is made with a link that only the person who started Posthorn has.">
        <p className="text-pretty">
          Look at the output of <code>npm start</code> (or <code>posthorn start</code>): it prints an address that ends in{' '}
          <code>/setup#plink_…</code>. Open that address here.
        </p>
      </Door>
    </WithLink>
  )
}

export function AcceptInvitation() {
  return (
    <WithLink title="Your invitation">
      <Door title="Your invitation" intro="The link that you were sent ends in /invite#plink_…: open the whole of it." />
    </WithLink>
  )
}

/** Whatever the link is for. `children`: what is shown without one. */
function WithLink({ title, children }: { title: string; children: ReactNode }) {
  const opened = useLink()
  if (opened === 'reading') return <Opening title={title} />
  if (opened === 'none') return children
  return <OpenedLink key={opened.link} title={title} opened={opened} />
}

function Opening({ title }: { title: string }) {
  return (
    <Door title={title}>
      <Skeleton width={240} />
    </Door>
  )
}

function OpenedLink({ title, opened }: { title: string; opened: Opened }) {
  const trpc = useTRPC()
  const view = useMutation(trpc.account.viewLink.mutationOptions())
  const { mutate } = view
  useEffect(() => mutate({ link: opened.link }), [mutate, opened.link])
  if (view.isError)
    return (
      <Door title={title}>
        <ErrorState
          title="The link could not be checked"
          detail={readError(view.error).text}
          requestId={readError(view.error).requestId}
          onRetry={() => mutate({ link: opened.link })}
        />
      </Door>
    )
  if (view.data === undefined) return <Opening title={title} />
  if (view.data === null) return <UsedUp />
  if (view.data.purpose === 'setup') return <CreateAccount opened={opened} />
  if (view.data.purpose === 'reset') return <NewPassword link={opened.link} email={view.data.email} />
  return <Invitation link={opened.link} invite={view.data} />
}

function UsedUp() {
  return (
    <Door
      title="This link is not valid any more"
      intro={
        <>
          It was used, it was revoked, or it is too old. Who has invited you can make another; <code>posthorn user reset</code> makes a new
          one for an account.
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
        save={async form => {
          const created = await client.account.create.mutate({ link: opened.link, ...form })
          return created.kind === 'done' ? { ...created, next: created.place ? firstStepsPath(created.place) : '/' } : created
        }}
        fields={faults => (
          <>
            <Field label="Name" name="name" autoComplete="name" required autoFocus defaultValue={opened.name} error={faults.name} />
            <Field
              label="E-mail"
              name="email"
              type="email"
              autoComplete="username"
              required
              defaultValue={opened.email}
              error={faults.email}
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
