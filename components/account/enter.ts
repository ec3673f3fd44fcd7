import { signIn } from 'next-auth/react'
import { formatSpan } from '#components/ui/format.ts'

/** Signs in and leaves for the page. Returns what to say when it was refused. */
export async function enter({ next, ...person }: { email: string; password: string; next: string }): Promise<string | null> {
  const refusal = await signInAs(person)
  // A whole new page, because the server decides by the new cookie what it shows.
  if (refusal === null) window.location.assign(next)
  return refusal
}

/** Signs in and stays. Returns what to say when it was refused. */
export async function signInAs({ email, password }: { email: string; password: string }): Promise<string | null> {
  const answer = await signIn('credentials', { email, password, redirect: false }).catch(() => undefined)
  if (answer === undefined) return 'The server can’t be reached now. Try again in a moment.'
  if (!answer.error) return null
  const [, seconds] = /^throttled:(\d+)$/.exec(answer.error) ?? []
  if (seconds !== undefined) return `Too many tries. Wait ${formatSpan(Number(seconds) * 1_000)}, then try again.`
  if (answer.error === 'CredentialsSignin') return 'E-mail or password is wrong.'
  return 'Something went wrong on our side. Try again in a moment.'
}
