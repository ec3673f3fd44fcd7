import { getOrCreateApplication } from '#server/applications/mutations.ts'
import { ApplicationIn } from '#server/applications/schema.ts'
import { commandLine, openAsOperator } from '#server/auth/operator.ts'
import type { Context } from '#server/context.ts'
import { createEndpoint, patchEndpoint } from '#server/endpoints/mutations.ts'
import { getEndpointSecret, loadEndpoint } from '#server/endpoints/queries.ts'
import { EndpointIn } from '#server/endpoints/schema.ts'
import { createEnvironment } from '#server/environments/mutations.ts'
import { listEnvironments } from '#server/environments/queries.ts'
import { AppError } from '#server/errors.ts'
import { upsertEventType } from '#server/event-types/mutations.ts'
import { EventTypeUpsertIn } from '#server/event-types/schema.ts'
import { getOrCreateOrganization } from '#server/organizations/mutations.ts'
import { write } from '#server/writes.ts'

/** A payment company, Example Pay, with one merchant, Joe's T-Shirts, whose endpoint is the receiver that the start runs. */
const organization = { slug: 'example-pay', name: 'Example Pay' }
const environment = { slug: 'demo', name: 'Demo', allowHttp: true }
const merchant = { uid: 'joes-tshirts', name: "Joe's T-Shirts" }
const path = { application: merchant.uid, endpoint: 'demo-receiver' }
const eventTypes = {
  'payment.succeeded': 'The customer has paid.',
  'payment.failed': 'The payment was declined.',
  'refund.created': 'Money goes back to the customer.',
}

/** Makes what is missing; what somebody has changed since stays as it is, but for the receiver's address. */
export async function seedDemo(receiverUrl: string): Promise<{ context: Context; secret: string }> {
  const context = await openDemo()
  await write(context, async tx => {
    const { created } = await getOrCreateApplication(context, ApplicationIn.parse(merchant), tx)
    if (!created) return
    for (const [name, description] of Object.entries(eventTypes))
      await upsertEventType(context, name, EventTypeUpsertIn.parse({ description }), tx)
  })
  await pointEndpoint(context, receiverUrl)
  return { context, secret: (await getEndpointSecret(context, path)).key }
}

async function openDemo(): Promise<Context> {
  await write({ actor: commandLine }, async tx => {
    const { id: organizationId } = await getOrCreateOrganization(organization, tx)
    const existing = await listEnvironments({ organizationId })
    if (!existing.some(({ slug }) => slug === environment.slug)) await createEnvironment({ organizationId }, environment, tx)
  })
  return openAsOperator(environment.slug, organization.slug)
}

async function pointEndpoint(context: Context, url: string): Promise<void> {
  const existing = await loadEndpoint(context, path).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'not_found') return null
    throw error
  })
  if (existing?.url === url) return
  const input = EndpointIn.parse({ url, uid: path.endpoint, description: 'The demo receiver that `posthorn start` runs' })
  await write(context, async tx => {
    if (existing) await patchEndpoint(context, path, { url }, tx)
    else await createEndpoint(context, path.application, input, tx)
  })
}
