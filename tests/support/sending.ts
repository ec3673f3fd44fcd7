import { once } from 'node:events'
import http from 'node:http'
import type https from 'node:https'
import net, { type AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { type DnsRecord, type DnsServer, startDns } from '#tests/support/dns.ts'
import { createSender, type Sender, type SenderOptions, type SendRequest } from '#worker/send.ts'

const body = Buffer.from('{"type":"invoice.paid"}')

type AnyServer = net.Server | http.Server | https.Server

/** Closes the server and all its connections when the test is over, as everything here does with what it opens. Returns its port. */
export async function listen(server: AnyServer, host = '127.0.0.1'): Promise<number> {
  const sockets = new Set<net.Socket>()
  server.on('connection', (socket: net.Socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
  })
  server.listen(0, host)
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
    for (const socket of sockets) socket.destroy()
  })
  return (server.address() as AddressInfo).port
}

/** A receiver that reads the whole request before it answers, and remembers what it got. */
export async function receive(answer: http.RequestListener) {
  const requests: Array<{ headers: http.IncomingHttpHeaders; rawHeaders: string[]; body: Buffer; path: string }> = []
  const server = http.createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    requests.push({ headers: request.headers, rawHeaders: request.rawHeaders, body: Buffer.concat(chunks), path: request.url ?? '' })
    answer(request, response)
  })
  const port = await listen(server)
  return { server, requests, port, url: `http://127.0.0.1:${port}` }
}

/** A receiver below HTTP: gets the socket after the head and the body of each request were read. */
export async function receiveRaw(answer: (socket: net.Socket, count: number) => void) {
  let count = 0
  const server = net.createServer(socket => {
    let seen = ''
    socket.on('data', chunk => {
      seen += chunk.toString('latin1')
      if (!seen.endsWith(body.toString())) return
      seen = ''
      answer(socket, ++count)
    })
  })
  return { url: `http://127.0.0.1:${await listen(server)}`, count: () => count }
}

/** A receiver that answers with the head, and then with one more piece every 5 ms. */
export async function drip(head: string, piece: string) {
  const timers: NodeJS.Timeout[] = []
  onTestFinished(() => timers.forEach(clearInterval))
  return receiveRaw(socket => {
    socket.write(head)
    timers.push(setInterval(() => socket.write(piece), 5))
  })
}

/** A name server that answers from a function. */
export async function openDns(recordOf: (name: string) => DnsRecord): Promise<DnsServer> {
  const dns = await startDns(recordOf)
  onTestFinished(() => dns.close())
  return dns
}

export function openSender(options: Partial<SenderOptions> = {}): Sender {
  const sender = createSender({ allowSubnets: ['127.0.0.0/8'], ...options })
  onTestFinished(() => sender.close())
  return sender
}

export const post = (url: string, more: Partial<SendRequest> = {}): SendRequest => ({ url, headers: [], body, timeoutMs: 10_000, ...more })
