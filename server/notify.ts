import type pg from 'pg'
import { directClient } from '#server/db.ts'
import { log } from '#server/log.ts'
import { once } from '#server/process.ts'

/** posthorn_deliver: there is work · posthorn_live: something to show changed · posthorn_revoked: forget cached credentials */
export type Channel = 'posthorn_deliver' | 'posthorn_live' | 'posthorn_revoked'

/** Where the work of `posthorn_deliver` is, so that a merchant's lane does not make the hot queue be looked at; '': anywhere. */
export type Place = '' | 'deliver' | 'lane' | 'replay'

const reconnectMs = 1_000
const spacingMs: Record<Channel, number> = { posthorn_deliver: 2, posthorn_live: 100, posthorn_revoked: 0 }

/**
 * Announces after a commit, on a connection of its own: inside the transaction it would serialize all commits. At most one
 * notification per channel, place and spacing; one that is lost costs a poll's delay and nothing else, so failures are only logged.
 */
type Notifier = { announce: (channel: Channel, place?: Place) => void; close: () => Promise<void> }

export const notifier = (): Notifier => once('notifier', createNotifier)
export const announce = (channel: Channel, place?: Place): void => notifier().announce(channel, place)

function createNotifier(): Notifier {
  let connecting: Promise<pg.Client> | null = null
  let sending: Promise<void> = Promise.resolve()
  const timers = new Map<string, NodeJS.Timeout>()
  const waiting = new Set<string>()
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

  const send = async (channel: Channel, place: Place): Promise<void> => {
    try {
      connecting ??= connect()
      const client = await connecting
      // One at a time: the client takes no second query while one is running.
      sending = sending.then(() => client.query(`notify ${channel}, '${place}'`)).then(() => {}, forget)
      await sending
    } catch (error) {
      connecting = null
      log.debug({ channel, error: (error as Error).message }, 'a notification was not sent')
    }
  }

  // The first goes at once; what comes within the spacing goes together at its end.
  const open = (channel: Channel, place: Place, key: string): void => {
    void send(channel, place)
    const timer = setTimeout(() => {
      timers.delete(key)
      if (waiting.delete(key)) open(channel, place, key)
    }, spacingMs[channel])
    timers.set(key, timer)
  }

  return {
    announce: (channel, place = '') => {
      const key = `${channel} ${place}`
      if (timers.has(key)) waiting.add(key)
      else open(channel, place, key)
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
export function listen(channel: Channel, onNotify: (place: Place) => void, signal: AbortSignal): void {
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
  client.on('notification', ({ payload }) => onNotify(payload as Place))
  client
    .connect()
    .then(() => client.query(`listen ${channel}`))
    .then(() => onNotify(''), again)
}

/** One connection per process and channel, however many listeners a process has. Returns the way to stop listening. */
export function subscribe(channel: Channel, onNotify: (place: Place) => void): () => void {
  const listeners = once(`listeners of ${channel}`, () => {
    const set = new Set<(place: Place) => void>()
    const abort = new AbortController()
    const notifyAll = (place: Place) => {
      for (const call of set) call(place)
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
