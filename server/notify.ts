import type pg from 'pg'
import { directClient } from '#server/db.ts'
import { log } from '#server/log.ts'
import { once } from '#server/process.ts'

/** posthorn_deliver: there is work · posthorn_live: something to show changed · posthorn_revoked: forget cached credentials */
export type Channel = 'posthorn_deliver' | 'posthorn_live' | 'posthorn_revoked'

const reconnectMs = 1_000
const spacingMs: Record<Channel, number> = { posthorn_deliver: 2, posthorn_live: 100, posthorn_revoked: 0 }

/**
 * Announces after a commit, on a connection of its own: inside the transaction it would serialize all commits. At most one
 * notification per channel and spacing; one that is lost costs a poll's delay and nothing else, so failures are only logged.
 */
type Notifier = { announce: (channel: Channel) => void; close: () => Promise<void> }

export const notifier = (): Notifier => once('notifier', createNotifier)
export const announce = (channel: Channel): void => notifier().announce(channel)

function createNotifier(): Notifier {
  let connecting: Promise<pg.Client> | null = null
  let sending: Promise<void> = Promise.resolve()
  const timers = new Map<Channel, NodeJS.Timeout>()
  const waiting = new Set<Channel>()
  const forget = (): void => {
    connecting = null
  }

  const connect = async (): Promise<pg.Client> => {
    // Bounded: a connection into nothing must not keep all later announcements waiting behind one.
    const client = directClient({ query_timeout: 5_000 })
    client.on('error', forget)
    await client.connect()
    await client.query('set synchronous_commit = off')
    return client
  }

  const send = async (channel: Channel): Promise<void> => {
    try {
      connecting ??= connect()
      const client = await connecting
      // One at a time: the client takes no second query while one is running.
      sending = sending.then(() => client.query(`notify ${channel}`)).then(() => {}, forget)
      await sending
    } catch (error) {
      connecting = null
      log.debug({ channel, error: (error as Error).message }, 'a notification was not sent')
    }
  }

  // The first goes at once; what comes within the spacing goes together at its end.
  const open = (channel: Channel): void => {
    void send(channel)
    const timer = setTimeout(() => {
      timers.delete(channel)
      if (waiting.delete(channel)) open(channel)
    }, spacingMs[channel])
    timers.set(channel, timer)
  }

  return {
    announce: channel => {
      if (timers.has(channel)) waiting.add(channel)
      else open(channel)
    },
    close: async () => {
      for (const timer of timers.values()) clearTimeout(timer)
      await connecting?.then(client => client.end()).catch(() => {})
    },
  }
}

/**
 * Calls back on every notification, and once after each (re)connection, because what was sent meanwhile is lost.
 * Reconnects until the signal is aborted.
 */
export function listen(channel: Channel, onNotify: () => void, signal: AbortSignal): void {
  if (signal.aborted) return
  const client = directClient()
  let ended = false
  const again = () => {
    if (ended) return
    ended = true
    signal.removeEventListener('abort', close)
    client.end().catch(() => {})
    if (!signal.aborted) setTimeout(() => listen(channel, onNotify, signal), reconnectMs).unref()
  }
  const close = () => {
    ended = true
    client.end().catch(() => {})
  }
  signal.addEventListener('abort', close, { once: true })
  client.on('error', again)
  client.on('end', again)
  client.on('notification', onNotify)
  client
    .connect()
    .then(() => client.query(`listen ${channel}`))
    .then(onNotify, again)
}

/** One connection per process and channel, however many listeners a process has. Returns the way to stop listening. */
export function subscribe(channel: Channel, onNotify: () => void): () => void {
  const listeners = once(`listeners of ${channel}`, () => {
    const set = new Set<() => void>()
    const abort = new AbortController()
    const notifyAll = () => {
      for (const call of set) call()
    }
    listen(channel, notifyAll, abort.signal)
    once('listening', () => new Set<AbortController>()).add(abort)
    return set
  })
  listeners.add(onNotify)
  return () => listeners.delete(onNotify)
}

/** Ends every subscription of the process, at shutdown. */
export function stopListening(): void {
  for (const abort of once('listening', () => new Set<AbortController>())) abort.abort()
}
