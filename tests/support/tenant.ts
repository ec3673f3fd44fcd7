import { afterAll, beforeAll, beforeEach } from 'vitest'
import { createApiKey } from '#server/api-keys/mutations.ts'
import type { ApiKeyIn } from '#server/api-keys/schema.ts'
import type { Context } from '#server/context.ts'
import { prisma } from '#server/db.ts'
import { closeDatabase } from '#tests/support/database.ts'
import { seedEnvironment } from '#tests/support/seed.ts'
import { type Call, callerOf, type Server, startServer } from '#tests/support/server.ts'

/** An environment of its own organization, and the API called with a key of it. */
export type Tenant = {
  context: Context
  token: string
  call: Call
  createKey: (input?: Partial<ApiKeyIn>) => Promise<string>
}

/** The API of the file, and the tenant of the test if `setUpTenant` makes one for each. */
export const here = {} as { url: string; tenant: Tenant }

export async function createTenant(): Promise<Tenant> {
  const context = await seedEnvironment()
  const createKey: Tenant['createKey'] = async input =>
    (await createApiKey(context, { name: 'test', scope: 'admin', ...input }, prisma)).token
  const token = await createKey()
  return { context, token, call: callerOf(here.url, token), createKey }
}

/** Calls the API as the tenant of the test. */
export const call: Call = (...given) => here.tenant.call(...given)

/** Adds an endpoint to the shop, which tries once more after an hour. Returns its id. */
export const addEndpoint = async ({ url }: { url: string }, input: object = {}): Promise<string> =>
  (await call('post', '/app/shop/endpoint', { url, retrySchedule: [3600], ...input })).body.id

/** Posts a message to the shop. Returns its id. */
export const post = async (input: object = {}): Promise<string> =>
  (await call('post', '/app/shop/msg', { eventType: 'order.paid', payload: { a: 1 }, ...input })).body.id

/**
 * For the tests of one file, before anything else that the file sets up: hooks after the tests run in reverse, and the database is
 * closed by the last one.
 */
export function setUpServer(): void {
  let server: Server
  beforeAll(async () => {
    server = await startServer()
    here.url = server.url
  })
  afterAll(async () => {
    await server.close()
    await closeDatabase()
  })
}

/** The same, and before each test a tenant of its own, with an application `shop` if it is wanted. */
export function setUpTenant({ shop = false } = {}): void {
  setUpServer()
  beforeEach(async () => {
    here.tenant = await createTenant()
    if (shop) await call('post', '/app', { name: 'Shop', uid: 'shop' })
  })
}
