import { pool } from '#server/db.ts'
import { log } from '#server/log.ts'
import { announce } from '#server/notify.ts'
import { once } from '#server/process.ts'
import { keptBytes } from '#server/request-log/kept.ts'
import { maskSecrets } from '#server/request-log/mask.ts'
import { keepRefusals } from '#server/request-log/sql.ts'

const keptCharacters = 1_000

/** A request that was refused or failed, as it is known when its answer is made. */
export type Refusal = {
  /** Whose it was. Null: its token was refused, and at most its beginning tells. */
  by: { environmentId: string; kind: 'key' | 'portal' | 'integration'; id: string } | null
  tokenStart: string | null
  requestId: string
  method: string
  /** Without its query. */
  path: string
  operation: string | null
  status: number
  code: string
  reason: string
  /** Null: refused before it was read. */
  body: Buffer | null
}

/** Its body is text by now: the bytes of the whole request must not be held for this. */
type Waiting = Omit<Refusal, 'body'> & {
  body: string | null
  bodyBytes: number | null
  more: number
}

/** Of one caller so many are kept one by one, and then one in so many seconds, which counts those between. */
const burst = 60
const refillMs = 5_000
/** A caller's credit. `held`: the newest that was not kept, in whose row the others are counted. */
type Caller = { credit: number; at: number; held: Waiting | null }

const flushMs = 1_000
/** Beyond these nothing is kept: guessed tokens must fill neither the memory nor the log. */
const maxWaiting = 500
const maxCallers = 1_000

type RequestLog = { keep: (refusal: Refusal) => void; flush: () => Promise<void>; droppedCount: () => number }

/**
 * The request log of this process. Keeping is a push to a bounded list; once a second what waits goes to the database in one statement,
 * so that a flood of bad requests costs ingest nothing but their answers. What can't be written is dropped and counted: the process's own
 * log has a line of every request.
 */
const requestLog = (): RequestLog => once('request log', () => createRequestLog())
export const keepRefusal = (refusal: Refusal): void => requestLog().keep(refusal)
/** Writes what waits, at shutdown. */
export const flushRequestLog = (): Promise<void> => requestLog().flush()
/** Refused requests that are in no log, since the process began. */
export const droppedRefusalCount = (): number => requestLog().droppedCount()

/** For tests, with a clock of their own. `now`: in ms. */
export function createRequestLog(now: () => number = () => performance.now()): RequestLog {
  const callers = new Map<string, Caller>()
  let waiting: Waiting[] = []
  let timer: NodeJS.Timeout | null = null
  let writing: Promise<void> = Promise.resolve()
  let dropped = 0

  const keep = (refusal: Refusal): void => {
    const name = refusal.by?.id ?? refusal.tokenStart
    if (name === null) return
    timer ??= setTimeout(() => void flush(), flushMs)
    const caller = callers.get(name) ?? { credit: burst, at: now(), held: null }
    if (waiting.length >= maxWaiting || (callers.size >= maxCallers && !callers.has(name))) {
      dropped++
      return
    }
    callers.set(name, caller)
    if (spend(caller, now())) waiting.push(toWaiting(refusal))
    else caller.held = { ...toWaiting(refusal), more: caller.held === null ? 0 : caller.held.more + 1 }
  }

  /** One statement at a time: while one is slow, what comes waits, and is bounded. */
  const flush = (): Promise<void> => {
    if (timer !== null) clearTimeout(timer)
    timer = null
    writing = writing.then(() => {
      releaseHeld()
      const batch = waiting
      waiting = []
      return batch.length === 0 ? undefined : write(batch)
    })
    return writing
  }

  const releaseHeld = (): void => {
    for (const [name, caller] of callers) {
      if (caller.held !== null && spend(caller, now())) {
        waiting.push(caller.held)
        caller.held = null
      }
      if (caller.held !== null) timer ??= setTimeout(() => void flush(), flushMs)
      else if (caller.credit + (now() - caller.at) / refillMs >= burst) callers.delete(name)
    }
  }

  const write = async (batch: Waiting[]): Promise<void> => {
    try {
      const { rowCount } = await pool.query({ ...keepRefusals, values: columnsOf(batch) })
      if (rowCount) announce('posthorn_live')
    } catch (error) {
      dropped += batch.length
      log.warn({ requests: batch.length, error: (error as Error).message }, 'refused requests were not kept in the request log')
    }
  }

  return { keep, flush, droppedCount: () => dropped }
}

function spend(caller: Caller, now: number): boolean {
  caller.credit = Math.min(burst, caller.credit + (now - caller.at) / refillMs)
  caller.at = now
  if (caller.credit < 1) return false
  caller.credit--
  return true
}

function toWaiting({ body, ...refusal }: Refusal): Waiting {
  // Streaming leaves out a character that the cut has halved.
  const text = body && new TextDecoder().decode(body.subarray(0, keptBytes), { stream: true })
  return { ...refusal, body: text, bodyBytes: body?.length ?? null, more: 0 }
}

/** Masked here, off the way of any answer. */
const columnsOf = (batch: readonly Waiting[]): unknown[][] => {
  const column = (read: (waiting: Waiting) => unknown) => batch.map(read)
  return [
    column(({ by }) => by?.environmentId ?? null),
    column(({ by }) => by?.kind ?? null),
    column(({ by }) => by?.id ?? null),
    column(({ tokenStart }) => tokenStart),
    column(({ requestId }) => requestId),
    column(({ method }) => method),
    column(({ path }) => maskSecrets(path.slice(0, keptCharacters))),
    column(({ operation }) => operation),
    column(({ status }) => status),
    column(({ code }) => code),
    column(({ reason }) => maskSecrets(storable(reason.slice(0, keptCharacters)))),
    column(({ body }) => body && maskSecrets(storable(body))),
    column(({ bodyBytes }) => bodyBytes),
    column(({ more }) => more),
  ]
}

/** PostgreSQL's text has no NUL and no half of a surrogate pair. */
const storable = (text: string): string => text.replaceAll('\0', '\ufffd').toWellFormed()
