import { z } from 'zod'
import type { EventTypeOut as EventType } from '#server/event-types/schema.ts'
import { EventTypeOut } from '#server/event-types/schema.ts'

/**
 * Two generations of Svix's clients are served: older names of fields are accepted in what comes in and repeated in what goes out.
 */
const renamed: Record<string, string> = { filterTypes: 'eventTypes', rateLimit: 'throttleRate' }

/** Event types that are imported have older names too. */
const acceptWithin = (item: unknown): unknown =>
  typeof item === 'object' && item !== null && !Array.isArray(item) ? acceptAliases(item as Record<string, unknown>) : item

/** The body with today's names, where those were not given as well. */
export function acceptAliases(body: Record<string, unknown>): Record<string, unknown> {
  let accepted = body
  const set = (name: string, value: unknown) => {
    if (!Object.hasOwn(body, name)) accepted = { ...accepted, [name]: value }
  }
  for (const [old, name] of Object.entries(renamed)) if (Object.hasOwn(body, old)) set(name, body[old])
  if (Array.isArray(accepted.eventTypes)) accepted = { ...accepted, eventTypes: accepted.eventTypes.map(acceptWithin) }
  if (Object.hasOwn(body, 'featureFlag')) set('featureFlags', body.featureFlag === null ? null : [body.featureFlag])
  return accepted
}

const rateLimit = z.int().nullable().meta({ deprecated: true, description: 'The older name of `throttleRate`.' })
const filterTypes = z.array(z.string()).nullable().meta({ deprecated: true, description: 'The older name of `eventTypes`.' })

export const mirroredRate = { rateLimit }
export const mirroredEndpoint = { rateLimit, filterTypes, version: z.literal(1).meta({ deprecated: true }) }

export const withRate = <T extends { throttleRate: number | null }>(out: T) => ({ ...out, rateLimit: out.throttleRate })

export const withMirrors = <T extends { throttleRate: number | null; eventTypes: string[] | null }>(out: T) => ({
  ...withRate(out),
  filterTypes: out.eventTypes,
  version: 1 as const,
})

export const EventTypeReply = EventTypeOut.extend({
  featureFlag: z.string().nullable().meta({ deprecated: true, description: 'The first of `featureFlags`.' }),
}).meta({ id: 'EventTypeOut' })
export const withFlag = (type: EventType) => ({ ...type, featureFlag: type.featureFlags[0] ?? null })
