import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { until } from '#tests/support/until.ts'

/** What a merchant's server got: one HTTP request. */
export type Received = { headers: IncomingHttpHeaders; body: Buffer; at: number }

/** What it does with it. `hang`: reads and never answers. `reset`: closes the connection at once. */
export type Answer = { status?: number; headers?: Record<string, string>; body?: string } | 'hang' | 'reset'
export type Script = Answer | readonly Answer[] | ((received: Received) => Answer | Promise<Answer>)

/** One address of the receiver, with a script of its own. Of a list, each request gets the next answer and the last one is repeated. */
export type Inbox = {
  url: string
  received: Received[]
  answerWith: (script: Script) => void
  /** Waits for that many requests in all. */
  arrived: (count: number) => Promise<Received[]>
  /** Requests that are being answered now. */
  open: () => number
}

export type Receiver = { inbox: (script?: Script) => Inbox; close: () => Promise<void> }

/** A merchant's server on a real socket. */
export async function startReceiver(): Promise<Receiver> {
  const inboxes = new Map<string, (received: Received, response: ServerResponse) => void>()
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    request.on('error', () => {}) // the worker gave up while sending
    for await (const chunk of request) chunks.push(chunk)
    inboxes.get(request.url ?? '')?.({ headers: request.headers, body: Buffer.concat(chunks), at: performance.now() }, response)
  })
  server.keepAliveTimeout = 60_000
  server.listen(0, '127.0.0.1')
  await until('the receiver listens', () => server.listening)
  const { port } = server.address() as AddressInfo

  const inbox = (first: Script = {}): Inbox => {
    const path = `/${inboxes.size + 1}`
    const received: Received[] = []
    let script = first
    let open = 0
    inboxes.set(path, async (request, response) => {
      received.push(request)
      open++
      response.once('close', () => open--)
      answer(response, await answerTo(script, request, received.length))
    })
    return {
      url: `http://127.0.0.1:${port}${path}`,
      received,
      answerWith: next => {
        script = next
      },
      arrived: async count => {
        await until(`${count} requests arrive, not ${received.length}`, () => received.length >= count)
        return received
      },
      open: () => open,
    }
  }

  const close = async () => {
    const closed = new Promise(resolve => server.close(resolve))
    server.closeAllConnections()
    await closed
  }
  return { inbox, close }
}

function answerTo(script: Script, received: Received, count: number): Answer | Promise<Answer> {
  if (typeof script === 'function') return script(received)
  return isList(script) ? script[Math.min(count, script.length) - 1]! : script
}

const isList = (script: Answer | readonly Answer[]): script is readonly Answer[] => Array.isArray(script)

function answer(response: ServerResponse, what: Answer): void {
  if (what === 'hang') return
  if (what === 'reset') response.socket?.resetAndDestroy()
  else response.writeHead(what.status ?? 200, what.headers).end(what.body ?? 'ok')
}
