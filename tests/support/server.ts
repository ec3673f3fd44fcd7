import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { app } from '#server/rest/app.ts'

export type Server = { url: string; close: () => Promise<void> }

/** The API over real HTTP on a free port. */
export async function startServer(): Promise<Server> {
  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' })
  await new Promise(resolve => server.once('listening', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise(resolve => server.close(() => resolve())),
  }
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
