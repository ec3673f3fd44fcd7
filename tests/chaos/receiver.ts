import { createServer } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { Webhook } from 'standardwebhooks'

/**
 * The merchants' server, a process of its own: records every message id that arrives, verifies every signature, and answers after as long
 * as the path says (`/300`: 300 ms).
 */
const webhook = new Webhook(process.env.CHAOS_SECRET!)
const received = new Map<string, { count: number; firstAt: number }>()
let invalid = 0
let open = 0

const server = createServer(async (request, response) => {
  const chunks: Buffer[] = []
  request.on('error', () => {}) // the worker was killed while it sent
  for await (const chunk of request) chunks.push(chunk)
  open++
  response.once('close', () => open--)
  record(request.headers as Record<string, string>, Buffer.concat(chunks).toString())
  await wait(Number(request.url?.slice(1)))
  response.end('ok')
})

function record(headers: Record<string, string>, body: string): void {
  try {
    webhook.verify(body, headers)
  } catch {
    invalid++
    return
  }
  const id = headers['webhook-id']!
  const entry = received.get(id)
  if (entry) entry.count++
  else received.set(id, { count: 1, firstAt: Date.now() })
}

server.keepAliveTimeout = 60_000
server.listen(Number(process.env.CHAOS_PORT), '127.0.0.1', () => process.send?.({ kind: 'ready' }))
process.on('message', () => {
  const deliveries = [...received].map(([id, { count, firstAt }]) => [id, count, firstAt])
  process.send?.({ kind: 'report', deliveries, invalid, open })
})
process.on('disconnect', () => process.exit(0))
