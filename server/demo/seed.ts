import { createApplication } from '#server/applications/mutations.ts'
import { ApplicationIn } from '#server/applications/schema.ts'
import type { Context } from '#server/context.ts'
import { pool, prisma } from '#server/db.ts'
import { cast, type DemoEndpoint, type DemoMerchant } from '#server/demo/cast.ts'
import { demoEvents, schemaOf, writePayload } from '#server/demo/catalogue.ts'
import { createChance } from '#server/demo/chance.ts'
import { type History, historyDays, type Stored, writeHistory } from '#server/demo/history.ts'
import { storeReplays } from '#server/demo/replays.ts'
import {
  analyze,
  createPastPartitions,
  dateRevisions,
  makeOlder,
  storeAttempts,
  storeDeliveries,
  storeHealth,
  storeMessages,
} from '#server/demo/store-sql.ts'
import { postWaiting } from '#server/demo/waiting.ts'
import { createEndpoint } from '#server/endpoints/mutations.ts'
import { setPaused } from '#server/endpoints/pause.ts'
import { rotateEndpointSecret } from '#server/endpoints/rotate-secret.ts'
import { EndpointIn } from '#server/endpoints/schema.ts'
import { generateSecret } from '#server/endpoints/secrets.ts'
import { prepareSecrets } from '#server/endpoints/sign.ts'
import { upsertEventType } from '#server/event-types/mutations.ts'
import { EventTypeUpsertIn } from '#server/event-types/schema.ts'
import { parseId } from '#server/ids.ts'
import { receiverSecret } from '#server/receiver/secret.ts'
import { type Tx, write } from '#server/writes.ts'

const dayMs = 86_400_000
/** How long the company has been there when the story begins. */
const olderDays = 26

/**
 * Fills an empty demo: merchants and catalogue by the functions that everybody else uses, their two weeks in bulk (store-sql.ts), all of it
 * or nothing. In one that has an application, deleted ones included, nothing is touched. `receiverUrl`: of the built-in receiver.
 */
export async function seedDemo(context: Context, receiverUrl: string, now: Date): Promise<void> {
  const { environmentId } = context
  if (await prisma.application.findFirst({ where: { environmentId }, select: { id: true } })) return
  await write(context, async tx => {
    await storeCatalogue(context, now, tx)
    const stored: Stored[] = []
    for (const merchant of cast) stored.push(await storeMerchant(context, merchant, receiverUrl, tx))
    const history = writeHistory(stored, now)
    await storeHistory(context, history, now, tx)
    await storeReplays(context, stored, history, now, tx)
    await pauseEndpoints(context, tx)
  })
  await postWaiting(context)
  await pool.query(analyze)
}

async function storeCatalogue(context: Context, now: Date, tx: Tx): Promise<void> {
  const chance = createChance(0)
  for (const [name, { description, group }] of Object.entries(demoEvents)) {
    const example = writePayload(name as keyof typeof demoEvents, new Date(now.getTime() - historyDays * dayMs), chance, 10_482)
    await upsertEventType(context, name, EventTypeUpsertIn.parse({ description, groupName: group, schemas: { 1: schemaOf(example) } }), tx)
  }
}

async function storeMerchant(context: Context, merchant: DemoMerchant, receiverUrl: string, tx: Tx): Promise<Stored> {
  const { uid, name } = merchant
  const application = await createApplication(context, ApplicationIn.parse({ uid, name }), tx)
  const endpoints: Stored['endpoints'] = []
  for (const endpoint of merchant.endpoints) {
    const keys = [endpoint.url === null ? receiverSecret() : generateSecret('hmac')]
    const made = await createEndpoint(context, uid, toEndpointIn(endpoint, receiverUrl, keys[0]!), tx)
    const path = { application: uid, endpoint: endpoint.uid }
    if (endpoint.secretRotated !== null) keys.push((await rotateEndpointSecret(context, path, { gracePeriodSeconds: 0 }, tx)).key)
    const secrets = prepareSecrets(keys.map(key => ({ key, expiresAt: null })))
    endpoints.push({ endpoint, id: parseId('endpoint', made.id)!, secrets })
  }
  return { merchant, id: parseId('application', application.id)!, endpoints }
}

const toEndpointIn = (
  { uid, url, description, eventTypes, retrySchedule }: DemoEndpoint,
  receiverUrl: string,
  secret: string,
): EndpointIn => EndpointIn.parse({ uid, url: url ?? receiverUrl, description, eventTypes, retrySchedule, secret })

async function storeHistory({ environmentId }: Context, history: History, now: Date, tx: Tx): Promise<void> {
  const since = (days: number) => new Date(now.getTime() - days * dayMs)
  await tx.$queryRawUnsafe(createPastPartitions, since(historyDays))
  await tx.$executeRawUnsafe(storeMessages, environmentId, JSON.stringify(history.messages))
  await tx.$executeRawUnsafe(storeDeliveries, JSON.stringify(history.deliveries))
  await tx.$executeRawUnsafe(storeAttempts, environmentId, JSON.stringify(history.attempts))
  const health = JSON.stringify(history.health)
  await tx.$executeRawUnsafe(storeHealth, health)
  await tx.$executeRawUnsafe(makeOlder, environmentId, since(historyDays + olderDays))
  await tx.$executeRawUnsafe(dateRevisions, health)
}

async function pauseEndpoints(context: Context, tx: Tx): Promise<void> {
  for (const { uid, endpoints } of cast)
    for (const endpoint of endpoints) if (endpoint.paused) await setPaused(context, { application: uid, endpoint: endpoint.uid }, true, tx)
}
