import { makeOperational } from '#server/auth/operational.ts'
import type { Context } from '#server/context.ts'
import { createEndpoint } from '#server/endpoints/mutations.ts'
import type { EndpointIn, EndpointOut } from '#server/endpoints/schema.ts'
import type { Tx } from '#server/writes.ts'

/** The first endpoint for operational events makes their application. */
export async function createOperationalEndpoint(context: Context, input: EndpointIn, tx: Tx): Promise<EndpointOut> {
  const { context: within, application } = await makeOperational(context, tx)
  return createEndpoint(within, application, input, tx)
}
