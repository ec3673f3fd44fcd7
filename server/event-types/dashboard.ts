import { isMerchant } from '#server/auth/permissions.ts'
import { type Context, reachOf } from '#server/context.ts'
import { pool } from '#server/db.ts'
import type {
  EventTypesIn,
  EventTypesPage,
  EventTypeView,
  SubscriberCount,
  SubscribersIn,
  SubscribersPage,
} from '#server/event-types/dashboard-schema.ts'
import {
  type CountSubscribersRow,
  countSubscribers,
  type ScanEventTypesRow,
  type ScanSubscribersRow,
  scanEventTypes,
  scanSubscribers,
} from '#server/event-types/dashboard-sql.ts'
import { versionsOf } from '#server/event-types/json-schema.ts'
import { getEventType } from '#server/event-types/queries.ts'
import { formatId, lastId, parseId } from '#server/ids.ts'
import { escapeLike } from '#server/like.ts'

const pageRows = 100
const subscriberRows = 50
/** Endpoints that one request looks at, so that an environment of any size answers at once. */
const maxLookedAt = 10_000

/** The catalogue by name, with how many endpoints subscribe to each. */
export async function listCatalog(context: Context, { text, archived, cursor }: EventTypesIn): Promise<EventTypesPage> {
  const pattern = `%${escapeLike(text)}%`
  const flags = isMerchant(context.actor) ? context.actor.featureFlags : null
  const values = [context.environmentId, cursor ?? '', archived, pattern, pageRows + 1, flags]
  const { rows } = await pool.query<ScanEventTypesRow>({ ...scanEventTypes, values })
  const page = rows.slice(0, pageRows)
  const counts = await readCounts(
    context,
    page.map(row => row.name),
  )
  return {
    rows: page.map(({ name, description, deprecated, versions, updated_at }) => ({
      name,
      description,
      deprecated,
      version: versionsOf(Object.fromEntries(versions.map(version => [version, true])))[0] ?? null,
      subscribers: counts(name),
      updatedAt: updated_at,
    })),
    cursor: rows.length > pageRows ? (page.at(-1)?.name ?? null) : null,
  }
}

/** @throws AppError not_found */
export async function viewEventType(context: Context, name: string): Promise<EventTypeView> {
  const [eventType, counts] = await Promise.all([getEventType(context, name), readCounts(context, [name])])
  return { ...eventType, subscribers: counts(name) }
}

async function readCounts(context: Context, names: string[]): Promise<(name: string) => SubscriberCount> {
  const { rows } = await pool.query<CountSubscribersRow>({ ...countSubscribers, values: [...reachOf(context), names, maxLookedAt] })
  const { looked_at = 0, to_all = 0, by_name = {} } = rows[0] ?? {}
  return name => ({ count: to_all + (by_name[name] ?? 0), more: looked_at === maxLookedAt })
}

/** Which endpoints get an event type, by name or because they subscribe to all; those of the newest applications first. */
export async function listSubscribers(context: Context, { name, cursor }: SubscribersIn): Promise<SubscribersPage> {
  const [application = '', endpoint = ''] = cursor?.split(' ') ?? []
  const from = [parseId('application', application) ?? lastId, parseId('endpoint', endpoint) ?? lastId]
  const values = [...reachOf(context), ...from, maxLookedAt, name, subscriberRows + 1]
  const { rows } = await pool.query<ScanSubscribersRow>({ ...scanSubscribers, values })
  const found = rows.filter(row => !row.last)
  const page = found.slice(0, subscriberRows)
  // A full page goes on after its last row; a short one where the looking ended.
  const next = found.length > subscriberRows ? page.at(-1) : rows.find(row => row.last)
  return {
    rows: page.map(row => ({
      application: { id: formatId('application', row.application_id), name: row.name },
      endpoint: { id: formatId('endpoint', row.id), url: row.url, disabled: row.disabled },
      toAll: row.to_all,
    })),
    cursor: next ? `${formatId('application', next.application_id)} ${formatId('endpoint', next.id)}` : null,
  }
}
