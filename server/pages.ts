import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { fileURLToPath } from 'node:url'
import { log } from '#server/log.ts'

export type Pages = { answer: (request: IncomingMessage, response: ServerResponse) => Promise<void> }

const root = fileURLToPath(new URL('../', import.meta.url))

/**
 * Dashboard and portal: Next, loaded beside the listening API, so that a page may be a second late after a start but an event never is.
 * Without a build only the pages are missing.
 */
export function openPages({ server, port, dev }: { server: Server; port: number; dev: boolean }): Pages {
  const ready = load(server, port, dev)
  ready.catch((error: unknown) => log.error(error, 'the pages could not be loaded'))
  return {
    answer: async (request, response) => {
      try {
        await (await ready)(request, response)
      } catch (error) {
        log.error(error, 'a page failed')
        if (!response.headersSent) response.writeHead(503, { 'content-type': 'text/plain; charset=utf-8', 'retry-after': '5' })
        response.end('The dashboard can’t be shown now; the API is not affected. The log of the web process says why.\n')
      }
    },
  }
}

async function load(server: Server, port: number, dev: boolean) {
  // CommonJS: what the types call default.default is the default at run time.
  const { default: next } = (await import('next')) as unknown as { default: typeof import('next').default }
  const app = next({ dev, dir: root, port, hostname: 'localhost', httpServer: server })
  await app.prepare()
  const upgrade = app.getUpgradeHandler()
  // Hot reload comes by WebSocket; in production nothing upgrades, and an unanswered request to would hang.
  server.on('upgrade', (request, socket, head) => {
    if (dev) void upgrade(request, socket, head)
    else socket.destroy()
  })
  return app.getRequestHandler()
}
