import { notFound } from 'next/navigation'
import type { EndpointAddress } from '#components/endpoints/use-endpoint.ts'
import { orNotFound, serverQueryClient, trpc } from '#server/trpc/rsc.ts'

type Params = { organization: string; environment: string; endpoint: string }

/** An endpoint for operational events, by the address of its page; where it is not, there is no page. */
export async function loadOperationalEndpoint({ endpoint, ...scope }: Params): Promise<EndpointAddress> {
  const application = await serverQueryClient().fetchQuery(trpc.operationalWebhooks.application.queryOptions(scope))
  if (application === null) notFound()
  await orNotFound(serverQueryClient().fetchQuery(trpc.endpoints.get.queryOptions({ ...scope, application, endpoint })))
  return { application, endpoint }
}
