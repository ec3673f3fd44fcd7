import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { Agent, request } from 'undici'
import type { Api } from '#tests/chaos/stack.ts'

/** A message that was answered 202. Times in ms since the epoch. */
export type Accepted = { number: number; id: string; acceptedAt: number; tries: number }

export type LoadOptions = {
  api: Api
  merchants: string[]
  clients: number
  perSecond: number
  /** Messages in all; without it, until it is stopped. */
  limit?: number
  /** What a client waits for an answer before it tries again. */
  tryLimitMs?: number
  payload?: (number: number) => object
}

export type Load = {
  accepted: Accepted[]
  /** Answers other than 202, by status; 0: none. */
  refusals: Map<number, number>
  /** Answers 503 that did not say when to come back. */
  withoutRetryAfter: () => number
  /** No new messages; resolves when each that was begun has been accepted. Rejects when one never is, or was refused for good. */
  stop: () => Promise<void>
}

const giveUpMs = 120_000

/** Clients as a careful producer writes them: each message has an idempotency key and is sent until it is accepted. */
export function startLoad(options: LoadOptions): Load {
  const { api, merchants, clients, perSecond, limit = Number.POSITIVE_INFINITY, tryLimitMs = 10_000 } = options
  const payload = options.payload ?? (number => ({ number }))
  const agent = new Agent({ connections: clients, keepAliveTimeout: 30_000 })
  const accepted: Accepted[] = []
  const refusals = new Map<number, number>()
  let withoutRetryAfter = 0
  let next = 0
  let stopping = false

  const tryOnce = async (path: string, body: string, key: string): Promise<string | null> => {
    try {
      const {
        statusCode,
        headers,
        body: answer,
      } = await request(api.url + path, {
        method: 'POST',
        dispatcher: agent,
        headers: { authorization: `Bearer ${api.key}`, 'content-type': 'application/json', 'idempotency-key': key },
        body,
        signal: AbortSignal.timeout(tryLimitMs),
      })
      const text = await answer.text()
      if (statusCode === 202) return (JSON.parse(text) as { id: string }).id
      refusals.set(statusCode, (refusals.get(statusCode) ?? 0) + 1)
      if (statusCode === 503 && headers['retry-after'] === undefined) withoutRetryAfter++
      if (statusCode < 500) throw new Refusal(`a message was refused with ${statusCode}: ${text}`)
    } catch (error) {
      if (error instanceof Refusal) throw error
      refusals.set(0, (refusals.get(0) ?? 0) + 1)
    }
    return null
  }

  const send = async (number: number): Promise<void> => {
    const path = `/app/${merchants[number % merchants.length]}/msg`
    const body = JSON.stringify({ eventType: 'chaos.message', payload: payload(number) })
    const key = randomUUID()
    const deadline = Date.now() + giveUpMs
    for (let tries = 1; ; tries++) {
      const id = await tryOnce(path, body, key)
      if (id !== null) {
        accepted.push({ number, id, acceptedAt: Date.now(), tries })
        return
      }
      if (Date.now() > deadline) throw new Error(`message ${number} was not accepted within ${giveUpMs / 1000} s`)
      await wait(Math.min(50 * tries, 500))
    }
  }

  const client = async (index: number): Promise<void> => {
    const everyMs = (1_000 * clients) / perSecond
    let dueAt = Date.now() + (everyMs * index) / clients
    while (!stopping && next < limit) {
      await wait(Math.max(0, dueAt - Date.now()))
      if (stopping) return
      await send(next++)
      dueAt = Math.max(dueAt + everyMs, Date.now() - everyMs)
    }
  }

  const ended = Promise.all(Array.from({ length: clients }, (_, index) => client(index)))
  ended.catch(() => {}) // told by `stop`
  return {
    accepted,
    refusals,
    withoutRetryAfter: () => withoutRetryAfter,
    stop: async () => {
      stopping = true
      await ended.finally(() => agent.destroy())
    },
  }
}

/** Not worth another try, and not foreseen by any fault. */
class Refusal extends Error {}
