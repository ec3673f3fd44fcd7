import type { Context } from '#server/context.ts'
import { pool } from '#server/db.ts'
import { parseKey } from '#server/deliveries/key.ts'
import { formatId, parseId } from '#server/ids.ts'
import { escapeLike } from '#server/like.ts'
import { listFeed } from '#server/messages/feed.ts'
import type { Found, PlaceSearch } from '#server/places/schema.ts'
import * as sql from '#server/places/sql.ts'
import { listRefusedRequests } from '#server/request-log/queries.ts'

/** Of a kind: who does not see it among these types more of its name. */
const most = 5

/** What of the environment has this name, address or id, whichever it is; a name, by its words in any order. */
export async function findPlaces(context: Context, { text }: PlaceSearch): Promise<Found[]> {
  const found = await Promise.all(finders.map(find => find(context, text)))
  return found.flat()
}

type Finder = (context: Context, text: string) => Promise<Found[]>

const patternsOf = (text: string): string[] => text.split(/\s+/).map(word => `%${escapeLike(word)}%`)

const applications: Finder = async ({ environmentId }, text) => {
  const values = [environmentId, patternsOf(text), most, text, parseId('application', text)]
  const { rows } = await pool.query<sql.ApplicationHit>({ ...sql.findApplications, values })
  return rows.map(({ id, name }) => ({ kind: 'application', id: formatId('application', id), name }))
}

const endpoints: Finder = async ({ environmentId }, text) => {
  const values = [environmentId, patternsOf(text), most, text, parseId('endpoint', text)]
  const { rows } = await pool.query<sql.EndpointHit>({ ...sql.findEndpoints, values })
  return rows.map(row => {
    const application = { id: formatId('application', row.application_id), name: row.application_name }
    return { kind: 'endpoint', id: formatId('endpoint', row.id), url: row.url, application }
  })
}

const eventTypes: Finder = async ({ environmentId }, text) => {
  const { rows } = await pool.query<sql.EventTypeHit>({ ...sql.findEventTypes, values: [environmentId, patternsOf(text), most] })
  return rows.map(({ name }) => ({ kind: 'eventType', name }))
}

const messages: Finder = async (context, text) => {
  const { rows } = await listFeed(context, { applications: [], eventTypes: [], states: [], range: '30d', search: text })
  return rows.slice(0, most).map(({ id, eventType, application }) => ({ kind: 'message', id, eventType, application: application.name }))
}

const deliveries: Finder = async ({ environmentId }, text) => {
  const key = parseKey(text)
  if (key === null) return []
  const { rows } = await pool.query<sql.DeliveryHit>({ ...sql.findDelivery, values: [environmentId, ...key] })
  return rows.map(row => ({ kind: 'delivery', ...deliveryOf(row) }))
}

const attempts: Finder = async ({ environmentId }, text) => {
  const id = parseId('attempt', text)
  if (id === null) return []
  const { rows } = await pool.query<sql.AttemptHit>({ ...sql.findAttempt, values: [environmentId, id] })
  return rows.map(row => ({ kind: 'attempt', number: row.number, ...deliveryOf(row) }))
}

const replays: Finder = async ({ environmentId }, text) => {
  const id = parseId('replay', text)
  if (id === null) return []
  const { rows } = await pool.query<sql.ReplayHit>({ ...sql.findReplay, values: [environmentId, id] })
  return rows.map(({ application }) => ({ kind: 'replay', id: text, application }))
}

const requests: Finder = async (context, text) => {
  const { rows } = await listRefusedRequests(context, { statuses: [], operations: [], actors: [], range: '7d', search: text })
  return rows.slice(0, most).map(({ requestId, method, path, status }) => ({ kind: 'request', id: requestId, method, path, status }))
}

const deliveryOf = (row: sql.DeliveryHit) => ({
  message: formatId('message', row.message_id),
  endpoint: formatId('endpoint', row.endpoint_id),
  eventType: row.event_type,
  url: row.url,
})

/** In the order in which they are listed. */
const finders: readonly Finder[] = [applications, endpoints, messages, deliveries, attempts, replays, requests, eventTypes]
