import { redirect } from 'next/navigation'
import { Door } from '#components/account/door.tsx'
import { overviewPath } from '#components/shell/paths.ts'
import { requireSession } from '#server/auth/session.ts'
import { serverQueryClient, trpc } from '#server/trpc/rsc.ts'

export default async function Home() {
  const signedIn = await requireSession()
  const [first] = await serverQueryClient().fetchQuery(trpc.account.environments.queryOptions())
  if (first) redirect(overviewPath({ organization: first.organization.slug, environment: first.environment.slug }))
  return <Door title="No environment yet" intro={`${signedIn.email} is not a member of any organization. An owner can let you in.`} />
}
