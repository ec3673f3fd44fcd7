import { Client } from 'undici'
import { type Dial, type Line, newLine } from '#worker/dial.ts'

/**
 * Keep-alive connections by origin. An undici `Client` holds one socket and redials when it has closed; which request runs on which
 * socket is decided here and not in undici's `Pool`, because every attempt records what its own connection took, and because waiting
 * for a free one is our delay, to be kept apart from the receiver's.
 */
export type Connections = {
  /** A connection of the caller's own until it is released or discarded. Null when none became free in time, or after `close`. */
  take(origin: string, waitMs: number, signal: AbortSignal | undefined): Connection | Promise<Connection | null> | null
  /** Back, whole: the response was read to its end. */
  release(connection: Connection): void
  discard(connection: Connection): void
  close(): void
}

export type Connection = {
  readonly origin: string
  readonly client: Client
  /** The socket that the client has, or is making; another object after redialling. */
  line: Line
}

export type ConnectionsOptions = {
  readonly dial: Dial
  /** So that one host cannot take all sockets. */
  readonly perOrigin: number
  readonly idleMs: number
  /** Over all origins; beyond it the one that has been idle for longest is closed. */
  readonly maxIdle: number
  /** A connection that is never idle would keep to an address long after its name has moved; this old, it is not used again. */
  readonly maxAgeMs: number
}

type Origin = { open: number; readonly idle: Connection[]; readonly waiting: Set<(connection: Connection | null) => void> }

/** A receiver may ask for a longer keep-alive than ours; a file descriptor is not worth more than this. */
const maxIdleMs = 60_000

export function createConnections({ dial, perOrigin, idleMs, maxIdle, maxAgeMs }: ConnectionsOptions): Connections {
  /** Only origins with an open connection, so that thousands of them leave nothing behind. */
  const origins = new Map<string, Origin>()
  /** In the order in which they became idle. */
  const idle = new Set<Connection>()
  const open = new Set<Connection>()
  let closed = false

  function openAt(name: string, origin: Origin): Connection {
    const client = new Client(name, {
      connect: (place, callback) => {
        connection.line = newLine()
        dial(place, connection.line).then(
          socket => callback(null, socket),
          (error: Error) => callback(error, null),
        )
      },
      allowH2: false,
      pipelining: 1,
      keepAliveTimeout: idleMs,
      keepAliveMaxTimeout: maxIdleMs,
      // The sender's own timer is exact and covers the whole attempt.
      headersTimeout: 0,
      bodyTimeout: 0,
    })
    const connection: Connection = { origin: name, client, line: newLine() }
    client.on('disconnect', () => {
      if (idle.has(connection)) discard(connection)
    })
    open.add(connection)
    origin.open++
    return connection
  }

  function take(name: string, waitMs: number, signal: AbortSignal | undefined): ReturnType<Connections['take']> {
    if (closed) return null
    const origin = origins.get(name) ?? { open: 0, idle: [], waiting: new Set() }
    origins.set(name, origin)
    // The one used last is the least likely to have been closed by the other side.
    const warm = origin.idle.pop()
    if (warm !== undefined) {
      idle.delete(warm)
      return warm
    }
    return origin.open < perOrigin ? openAt(name, origin) : waitFor(origin, waitMs, signal)
  }

  function release(connection: Connection): void {
    const origin = origins.get(connection.origin)
    if (origin === undefined || !open.has(connection)) return
    if (performance.now() - connection.line.dialledAt > maxAgeMs) {
      discard(connection)
      return
    }
    const [next] = origin.waiting
    if (next !== undefined) {
      next(connection)
      return
    }
    origin.idle.push(connection)
    idle.add(connection)
    const [oldest] = idle
    if (idle.size > maxIdle && oldest !== undefined) discard(oldest)
  }

  function discard(connection: Connection): void {
    const origin = origins.get(connection.origin)
    if (origin === undefined || !open.delete(connection)) return
    if (idle.delete(connection)) origin.idle.splice(origin.idle.indexOf(connection), 1)
    connection.line.abort.abort(new Error('the connection is not needed any more'))
    connection.client.destroy(null, () => {})
    origin.open--
    const [next] = origin.waiting
    if (next !== undefined) next(openAt(connection.origin, origin))
    else if (origin.open === 0) origins.delete(connection.origin)
  }

  function close(): void {
    closed = true
    for (const origin of origins.values()) for (const next of origin.waiting) next(null)
    for (const connection of open) discard(connection)
  }

  return { take, release, discard, close }
}

function waitFor(origin: Origin, waitMs: number, signal: AbortSignal | undefined): Promise<Connection | null> {
  return new Promise(resolve => {
    const settle = (connection: Connection | null) => {
      origin.waiting.delete(settle)
      clearTimeout(timer)
      signal?.removeEventListener('abort', giveUp)
      resolve(connection)
    }
    const giveUp = () => settle(null)
    const timer = setTimeout(giveUp, waitMs)
    signal?.addEventListener('abort', giveUp)
    origin.waiting.add(settle)
  })
}
