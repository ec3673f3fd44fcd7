import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { createApiKey } from '#server/api-keys/mutations.ts'
import type { ApiKeyIn } from '#server/api-keys/schema.ts'
import { systemContext } from '#server/auth/system.ts'
import type { Context } from '#server/context.ts'
import { prisma } from '#server/db.ts'
import { createEnvironment } from '#server/environments/mutations.ts'
import { parseId, randomToken } from '#server/ids.ts'
import { app } from '#server/rest/app.ts'
import { write } from '#server/writes.ts'

/** The API over real HTTP on a free port. */
export async function startServer(): Promise<{ url: string; close: () => Promise<void> }> {
  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' })
  await new Promise(resolve => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => new Promise(resolve => server.close(() => resolve())),
  }
}

/** A fresh organization with one environment: what a test touches is its own. */
export async function createTenant(options: { allowHttp?: boolean } = {}): Promise<Tenant> {
  const slug = randomToken(12).toLowerCase()
  const organization = await prisma.organization.create({ data: { slug, name: slug } })
  const organizationId = organization.id as Context['organizationId']
  const { id } = await write(tx => createEnvironment({ organizationId }, { slug: 'production', ...options }, tx))
  const environmentId = parseId('environment', id)
  if (environmentId === null) throw new Error(`not the id of an environment: ${id}`)
  const context = await systemContext(environmentId, 'test')
  return {
    context,
    createKey: async (input = {}) => (await write(tx => createApiKey(context, { name: 'test', scope: 'admin', ...input }, tx))).token,
  }
}

export type Tenant = { context: Context; createKey: (input?: Partial<ApiKeyIn>) => Promise<string> }

export type Answer = { status: number; headers: Headers; text: string; body: any }
export type Call = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Answer>

/** Calls the API below /api/v1 with a token; a body that is text or bytes goes out as it is. */
export const callerOf =
  (url: string, token: string | null): Call =>
  async (method, path, body, headers = {}) => {
    const raw = typeof body === 'string' || body instanceof Uint8Array
    const response = await fetch(`${url}/api/v1${path}`, {
      method: method.toUpperCase(),
      headers: { ...(token === null ? {} : { authorization: `Bearer ${token}` }), 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: raw ? (body as string) : JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, headers: response.headers, text, body: text === '' ? null : JSON.parse(text) }
  }
