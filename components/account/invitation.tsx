'use client'
import { useMutation } from '@tanstack/react-query'
import { AccountForm } from '#components/account/account-form.tsx'
import { Door } from '#components/account/door.tsx'
import { signInAs } from '#components/account/enter.ts'
import { overviewPath } from '#components/shell/paths.ts'
import { describeError, useTRPCClient } from '#components/trpc.tsx'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { Notice } from '#components/ui/notice.tsx'

type InvitationProps = { link: string; invite: { email: string; role: string; organization: string; hasAccount: boolean } }

/** Makes the account of the invited address, or lets the one that there is sign in, and joins. */
export function Invitation({ link, invite }: InvitationProps) {
  const { email, role, organization, hasAccount } = invite
  return (
    <Door title={`Join ${organization}`} intro={`${email} is invited as ${role}.`}>
      {hasAccount ? <Join link={link} email={email} /> : <NewAccount link={link} email={email} />}
    </Door>
  )
}

type PartProps = { link: string; email: string }
type Place = { organization: string; environment: string } | null

const pathTo = (place: Place) => (place === null ? '/' : overviewPath(place))

function NewAccount({ link, email }: PartProps) {
  const client = useTRPCClient()
  return (
    <AccountForm
      word="Create account and join"
      save={async ({ name, password }) => {
        const done = await client.account.acceptInvite.mutate({ link, name, password })
        return done.kind === 'done' ? { ...done, next: pathTo(done.place) } : done
      }}
      fields={faults => (
        <>
          <Field label="Name" name="name" autoComplete="name" required autoFocus error={faults.name} />
          <Field label="E-mail" name="email" type="email" autoComplete="username" value={email} readOnly />
        </>
      )}
    />
  )
}

function Join({ link, email }: PartProps) {
  const client = useTRPCClient()
  const join = useMutation({
    mutationFn: async (password: string) => {
      const refusal = await signInAs({ email, password })
      if (refusal !== null) return refusal
      const done = await client.account.joinByInvite.mutate({ link })
      if (done.kind === 'link_invalid') return 'This link was used meanwhile.'
      window.location.assign(pathTo(done.place))
      return null
    },
  })
  const refusal = join.data ?? describeError(join.error)
  return (
    <form
      className="grid gap-4"
      onSubmit={event => {
        event.preventDefault()
        if (!join.isPending) join.mutate(String(new FormData(event.currentTarget).get('password')))
      }}
    >
      {refusal && <Notice>{refusal}</Notice>}
      <Field label="E-mail" name="email" type="email" autoComplete="username" value={email} readOnly />
      <Field label="Password" name="password" type="password" autoComplete="current-password" hint="Of your account." required autoFocus />
      <Button type="submit" variant="primary" className="h-9" disabledReason={join.isPending ? 'Signing in' : null}>
        Sign in and join
      </Button>
    </form>
  )
}
