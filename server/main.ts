import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { getRequestListener } from '@hono/node-server'
import { clientAddress } from '#server/auth/client-address.ts'
import { heedRevocations } from '#server/auth/credential.ts'
import { config } from '#server/config.ts'
import { closePools, prisma } from '#server/db.ts'
import { log } from '#server/log.ts'
import { notifier, stopListening } from '#server/notify.ts'
import { openPages, type Pages } from '#server/pages.ts'
import { flushRequestLog } from '#server/request-log/keep.ts'
import { app } from '#server/rest/app.ts'

/**
 * The web process. The API is answered here, without Next, which costs about a millisecond of CPU per request;
 * every other request is a page's. `--dev` serves the pages with hot reload.
 */
const drainLimitMs = 20_000 // under the 30 s that supervisors and orchestrators give before they kill

const isApi = (url: string) => /^\/+(api\/v1|healthz|readyz|metrics)(?=[/?]|$)/.test(url)
const isStream = (request: IncomingMessage) => request.headers.accept?.includes('text/event-stream') ?? false

const answerApi = getRequestListener(app.fetch)
const open = new Set<ServerResponse>()
const upgraded = new Set<Duplex>()
let draining = false

function listen(pages: () => Pages): Server {
  const server = createServer((request, response) => {
    open.add(response)
    response.once('close', () => open.delete(response))
    if (draining) response.shouldKeepAlive = false
    if (isApi(request.url ?? '/')) void answerApi(request, response)
    else {
      nameClient(request)
      void pages().answer(request, response)
    }
  })
  // Hot reload's sockets; the server waits for them, and no longer counts them among its connections.
  return server.on('upgrade', (_, socket) => {
    upgraded.add(socket)
    socket.once('close', () => upgraded.delete(socket))
  })
}

/** Anybody can write the header; what sign-in is throttled by is the address that we and our trusted proxies have seen. */
function nameClient(request: IncomingMessage): void {
  const forwarded = request.headers['x-forwarded-for']
  const said = Array.isArray(forwarded) ? forwarded.join(',') : forwarded
  request.headers['x-forwarded-for'] = clientAddress(request.socket.remoteAddress ?? '', said, config.trustedProxies)
}

/** Ends live views at once and lets every other request finish: its caller is promised an answer. */
async function drain(server: Server): Promise<void> {
  draining = true
  const closed = new Promise<void>(resolve => server.close(() => resolve()))
  for (const response of open) {
    response.shouldKeepAlive = false
    if (isStream(response.req)) response.destroy()
  }
  for (const socket of upgraded) socket.destroy()
  const idle = setInterval(() => server.closeIdleConnections(), 100)
  const late = setTimeout(() => {
    log.warn({ requests: open.size }, 'requests were cut off: they took too long to finish')
    server.closeAllConnections()
  }, drainLimitMs)
  await closed
  clearInterval(idle)
  clearTimeout(late)
  stopListening()
  await flushRequestLog()
  await notifier().close()
  await prisma.$disconnect()
  await closePools()
}

let stopping = false
async function stop(server: Server, signal: string): Promise<void> {
  if (stopping) return
  stopping = true
  log.info({ signal, requests: open.size }, 'web is draining')
  try {
    await drain(server)
  } catch (error) {
    log.error(error, 'web did not drain')
    process.exit(1)
  }
  process.exit(0)
}

heedRevocations()
const server = listen(() => pages)
const pages = openPages({ server, port: config.port, dev: process.argv.includes('--dev') })

server.once('error', (error: NodeJS.ErrnoException) => {
  const taken = error.code === 'EADDRINUSE'
  log.fatal(taken ? `Port ${config.port} is taken; set PORT to another.` : error.message)
  process.exit(1)
})
server.listen(config.port, () => {
  log.info({ port: config.port }, 'web is listening')
  process.send?.({ kind: 'ready', port: config.port })
})
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop(server, signal))
// The supervisor is gone: what it started must not live on without it.
if (process.send) process.on('disconnect', () => void stop(server, 'disconnect'))
