import { type Connection, openConnection } from '#bench/load/connection.ts'
import { nowUs, stampLength, stampOf } from '#bench/stamp.ts'

/** Where messages are posted, and as whom. */
export type Destination = { port: number; token: string; applications: readonly string[] }

export type FlowOptions = Destination & {
  /** Bytes of the payload. */
  payloadBytes: number
  /** Posts beyond this number are not made. */
  limit?: number
} & (
    | { kind: 'saturate'; connections: number } // the next post of a connection follows the answer to the one before
    | { kind: 'steady'; perSecond: number } // posts are made when they are due, whether or not earlier ones were answered
  )

export type FlowCounts = {
  posted: number
  accepted: number
  /** Answered with another status than 202, or not at all, by status. */
  refused: Record<string, number>
  /** How late a steady flow was at worst: the generator's own delay, not part of any latency. */
  worstLagMs: number
}

export type Flow = { counts: () => FlowCounts; stop: () => Promise<void> }

let numbers = 0

/** Requests for the applications in turn, each with an idempotency key, as the official clients send one. */
function createRequests({ port, token, applications, payloadBytes }: FlowOptions): () => string {
  const fill = `,"fill":"${'x'.repeat(Math.max(0, payloadBytes - stampLength - 11))}"}`
  const session = `${process.pid}-${nowUs()}`
  const before = '{"eventType":"bench.posted","payload":'
  const length = before.length + stampLength + fill.length + 1
  const heads = applications.map(
    id =>
      `POST /api/v1/app/${id}/msg HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nauthorization: Bearer ${token}\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\nidempotency-key: ${session}-`,
  )
  return () => {
    const number = numbers++
    return `${heads[number % heads.length]}${number}\r\n\r\n${before}${stampOf(nowUs(), number)}${fill}}`
  }
}

export function startFlow(options: FlowOptions): Flow {
  const nextRequest = createRequests(options)
  const limit = options.limit ?? Number.POSITIVE_INFINITY
  const counts: FlowCounts = { posted: 0, accepted: 0, refused: {}, worstLagMs: 0 }
  const connections = new Set<Connection>()
  let stopped = false
  let pending = 0
  const idle = Promise.withResolvers<void>()

  const post = (connection: Connection, next: (connection: Connection) => void): void => {
    counts.posted++
    pending++
    connection.post(nextRequest(), status => {
      pending--
      if (status === 202) counts.accepted++
      else counts.refused[status] = (counts.refused[status] ?? 0) + 1
      if (stopped && pending === 0) idle.resolve()
      // A server that is away must not be asked ten thousand times a second.
      if (status === 202) next(connection)
      else setTimeout(next, 100, connection)
    })
  }
  const open = (): Connection => {
    const connection = openConnection(options.port)
    connections.add(connection)
    return connection
  }

  const again = (connection: Connection): void => {
    if (!stopped && counts.posted < limit) post(connection, again)
  }
  if (options.kind === 'saturate') for (let i = 0; i < options.connections; i++) again(open())

  const free: Connection[] = []
  const startedUs = nowUs()
  const postDue = (perSecond: number): void => {
    const due = Math.min(limit, Math.floor(((nowUs() - startedUs) / 1_000_000) * perSecond))
    const lagMs = ((due - counts.posted) / perSecond) * 1_000
    if (lagMs > counts.worstLagMs) counts.worstLagMs = lagMs
    while (counts.posted < due) post(free.pop() ?? open(), connection => free.push(connection))
  }
  const timer = options.kind === 'steady' ? setInterval(postDue, 1, options.perSecond) : undefined

  return {
    counts: () => counts,
    stop: async () => {
      stopped = true
      clearInterval(timer)
      if (pending > 0) await idle.promise
      for (const connection of connections) connection.close()
    },
  }
}
