import { afterAll, beforeAll } from 'vitest'
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

export async function createTenant(url: string): Promise<Tenant> {
  const context = await seedEnvironment()
  const createKey: Tenant['createKey'] = async input =>
    (await createApiKey(context, { name: 'test', scope: 'admin', ...input }, prisma)).token
  const token = await createKey()
  return { context, token, call: callerOf(url, token), createKey }
}

/** The API of the file. */
export const here = {} as { url: string }

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
