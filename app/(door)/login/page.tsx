import type { Metadata } from 'next'
import Link from 'next/link'
import { redirect } from 'next/navigation'
import { Door } from '#components/account/door.tsx'
import { LoginForm } from '#components/account/login-form.tsx'
import { referencePath } from '#components/shell/paths.ts'
import { readSession } from '#server/auth/session.ts'
import { accountExists } from '#server/users/links.ts'

export const metadata: Metadata = { title: 'Sign in' }

export default async function LoginPage({ searchParams }: PageProps<'/login'>) {
  if (!(await accountExists())) redirect('/setup')
  const next = inside((await searchParams).next)
  if (await readSession()) redirect(next)
  return (
    <Door title="Sign in">
      <LoginForm next={next} />
      <p className="text-sm text-muted">
        Forgotten the password? Whoever runs Posthorn can make a link for a new one: <code>posthorn user reset</code>
      </p>
      <Link href={referencePath} className="link justify-self-start text-sm">
        API reference
      </Link>
    </Door>
  )
}

/** Only a path of this site: nobody can be led away by a link to the sign-in. */
const inside = (next: string | string[] | undefined): string => (typeof next === 'string' && /^\/(?![/\\])/.test(next) ? next : '/')
