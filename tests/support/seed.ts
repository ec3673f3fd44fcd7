import { randomBytes } from 'node:crypto'
import { createApplication } from '#server/applications/mutations.ts'
import { ApplicationIn } from '#server/applications/schema.ts'
import { systemContext } from '#server/auth/system.ts'
import type { Context } from '#server/context.ts'
import { pool, prisma } from '#server/db.ts'
import { reasonName, stateName } from '#server/deliveries/state.ts'
import { createEndpoint } from '#server/endpoints/mutations.ts'
import { EndpointIn } from '#server/endpoints/schema.ts'
import { createEnvironment } from '#server/environments/mutations.ts'
import { type Id, parseId } from '#server/ids.ts'
import { type AcceptedMessage, createMessage, type NewMessage, plainMessage } from '#server/messages/create.ts'
import { until } from '#tests/support/until.ts'

/** A merchant in a fresh organization: nothing in it is another test's. */
export type Merchant = {
  context: Context
  applicationId: Id<'application'>
  uid: string
  /** Returns the endpoint's database id. */
  addEndpoint: (url: string, options?: Partial<EndpointIn>) => Promise<string>
  post: (message?: Partial<NewMessage>) => Promise<AcceptedMessage>
}

const unique = () => randomBytes(6).toString('hex')

export async function seedEnvironment(): Promise<Context> {
  const organization = await prisma.organization.create({ data: { slug: `org-${unique()}`, name: 'Test' } })
  const environment = await createEnvironment(
    { organizationId: organization.id as Id<'organization'> },
    { slug: 'test', allowHttp: true },
    prisma,
  )
  return systemContext(parseId('environment', environment.id)!, 'test')
}

export async function seedMerchant(given?: Context): Promise<Merchant> {
  const context = given ?? (await seedEnvironment())
  const uid = `shop-${unique()}`
  const { id } = await createApplication(context, ApplicationIn.parse({ name: 'Shop', uid }), prisma)
  return {
    context,
    applicationId: parseId('application', id)!,
    uid,
    addEndpoint: async (url, options = {}) => {
      await defineEventTypes(context, options.eventTypes ?? [])
      const endpoint = await createEndpoint(context, uid, EndpointIn.parse({ url, ...options }), prisma)
      return parseId('endpoint', endpoint.id)!
    },
    post: message => createMessage(context, newMessage({ application: uid, ...message })),
  }
}

async function defineEventTypes({ environmentId }: Context, names: readonly string[]): Promise<void> {
  await prisma.eventType.createMany({ data: names.map(name => ({ environmentId, name, description: name })), skipDuplicates: true })
}

/** A message as a request would make it; its body hash follows from its payload. */
export function newMessage(message: Partial<NewMessage> & { application: string }): NewMessage {
  const payload = message.payload ?? Buffer.from('{"hello":"world"}')
  return { ...plainMessage(message.application, 'order.paid', payload), ...message }
}

export type DeliveryRow = {
  message_id: string
  endpoint_id: string
  state: number
  reason: number | null
  attempt_count: number
  schedule_step: number
  job_id: string | null
  next_attempt_at: Date | null
  failed_at: Date | null
}

export async function deliveriesOf(messageId: string): Promise<DeliveryRow[]> {
  const { rows } = await pool.query<DeliveryRow>('select * from delivery where message_id = $1 order by endpoint_id', [messageId])
  return rows
}

export type AttemptRow = {
  number: number
  trigger: number
  superseded: boolean
  status: number | null
  error: number
  error_detail: string | null
  started_at: Date
  next_attempt_at: Date | null
  worker_id: number
}

export async function attemptsOf(messageId: string): Promise<AttemptRow[]> {
  const { rows } = await pool.query<AttemptRow>('select * from attempt where message_id = $1 order by endpoint_id, number', [messageId])
  return rows
}

/** The only delivery of a message, once it waits for nothing any more, with names for its codes. */
export async function endedDelivery(messageId: string): Promise<{ state: string; reason: string | null; attempts: number }> {
  const row = await until('the delivery ends', async () => (await deliveriesOf(messageId)).find(({ state }) => state > 1))
  return { state: stateName(row.state), reason: reasonName(row.reason), attempts: row.attempt_count }
}

/** Its row, once so many attempts were recorded. */
export async function attemptedDelivery(messageId: string, attempts: number): Promise<DeliveryRow> {
  return until(`${attempts} attempts are recorded`, async () => (await deliveriesOf(messageId)).find(row => row.attempt_count >= attempts))
}
