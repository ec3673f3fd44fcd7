import { redirect } from 'next/navigation'
import { overviewPath } from '#components/shell/paths.ts'
import { portalSlug } from '#server/portal/session-schema.ts'

/** Hosts write deep links, and keep them: what is not there any more leads to where the portal begins. */
export default async function UnknownPortalPage({ params }: PageProps<'/portal/[environment]/[...rest]'>) {
  redirect(overviewPath({ organization: portalSlug, environment: (await params).environment }))
}
