import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { afterAll } from 'vitest'
import { createApiKey } from '#server/api-keys/mutations.ts'
import type { ApiKeyIn } from '#server/api-keys/schema.ts'
import type { Context } from '#server/context.ts'
import { closePools, prisma } from '#server/db.ts'
import { notifier, stopListening } from '#server/notify.ts'
import { app } from '#server/rest/app.ts'
import { seedEnvironment } from '#tests/support/seed.ts'

/** The API over real HTTP on a free port, until the file's tests are over; then the database is closed too. Returns its address. */
export async function startServer(): Promise<string> {
  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' })
  await new Promise(resolve => server.once('listening', resolve))
  afterAll(async () => {
    await new Promise<void>(resolve => server.close(() => resolve()))
    stopListening()
    await notifier().close()
    await closePools()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

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

// The tests look into answers of every shape; what they find is compared with what is expected.
// biome-ignore lint/suspicious/noExplicitAny: see above
export type Answer = { status: number; headers: Headers; text: string; body: any }
export type Call = (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>

/** Calls the API below /api/v1 with a token; a body that is text or bytes goes out as it is. */
export const callerOf =
  (url: string, token: string | null): Call =>
  async (method, path, body, headers = {}) => {
    const raw = typeof body === 'string' || body instanceof Uint8Array
    const response = await fetch(`${url}/api/v1${path}`, {
      method: method.toUpperCase(),
      headers: { ...(token === null ? {} : { authorization: `Bearer ${token}` }), 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: raw ? (body as BodyInit) : JSON.stringify(body) }),
    })
    const text = await response.text()
    const json = response.headers.get('content-type')?.startsWith('application/json') ?? false
    return { status: response.status, headers: response.headers, text, body: text === '' ? null : json ? JSON.parse(text) : text }
  }
