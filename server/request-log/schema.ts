import { z } from 'zod'

const id = z.string().max(64)

/** Which refused requests of an environment. Empty lists mean all. */
export const RequestLogFilter = z.object({
  statuses: z.array(z.int().min(400).max(599)).max(20),
  /** Operation ids; an empty one: no operation. */
  operations: z.array(z.string().max(128)).max(50),
  /** Ids of API keys, portal sessions and integrations. */
  actors: z.array(id).max(50),
  /** What is older than seven days is not there. */
  range: z.union([z.enum(['1h', '24h', '7d', '30d']), z.object({ from: z.date(), to: z.date() })]),
  /** A request id. Looks at all times. */
  search: z.string().trim().max(256),
})
export type RequestLogFilter = z.infer<typeof RequestLogFilter>

export const RequestLogIn = RequestLogFilter.extend({ cursor: id.nullish() })
export type RequestLogIn = z.infer<typeof RequestLogIn>

/** Who asked: an API key by its name and the beginning of its token, a merchant by their application. */
type RequestActor = {
  id: string
  kind: 'key' | 'portal' | 'integration'
  name: string
  /** The beginning of an API key's token. */
  prefix: string | null
}

export type RequestLogRow = {
  id: string
  requestId: string
  at: Date
  actor: RequestActor
  method: string
  path: string
  operation: string | null
  status: number
  code: string
  reason: string
  /** Refused of the same caller at about the same time, and not kept one by one. */
  more: number
}

/** `cursor`: where to go on; a page that is short and has one looked at as much as a request may. */
export type RequestLogPage = { rows: RequestLogRow[]; cursor: string | null; lookedAt: number }

/** One request with its body: the beginning, without secrets; null: it was refused before the body was read. */
export type LoggedRequest = RequestLogRow & { body: string | null; bodyBytes: number | null }

/** What the newest requests can be filtered by. */
export type RequestLogChoices = { operations: (string | null)[]; actors: RequestActor[] }
