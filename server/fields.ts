import { z } from 'zod'
import { type Entity, prefixes } from '#server/ids.ts'

/** Fields that several entities have. Client-safe, as every schema. */
export const name = z.string().min(1).max(256)

/** The caller's own id of an object. It may not look like one of ours: every path takes both. */
export const uidOf = (entity: Entity): z.ZodString =>
  z
    .string()
    .min(1)
    .max(256)
    .regex(/^[a-zA-Z0-9\-_.]+$/, 'may hold letters, digits and - _ . only')
    .refine(uid => !uid.startsWith(`${prefixes[entity]}_`), `may not begin with ${prefixes[entity]}_`)
    .meta({ description: 'Your own id of it, which every path accepts in place of ours.' })

export const eventTypeName = z
  .string()
  .min(1)
  .max(256)
  .regex(/^[a-zA-Z0-9\-_.]+$/, 'may hold letters, digits and - _ . only')
  .meta({ description: 'What happened, such as `invoice.paid`: by this endpoints subscribe.' })

export const channel = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[a-zA-Z0-9\-_.:+]+$/, 'may hold letters, digits and - _ . : + only')

const maxStepSeconds = 7 * 24 * 60 * 60
/** Seconds to wait after each failure. */
export const retrySchedule = z.array(z.int().min(1).max(maxStepSeconds)).max(20)

/** Of an event type, and of who may see it. */
export const featureFlag = z.string().regex(/^[a-zA-Z0-9\-_.]{1,256}$/, 'may hold letters, digits and - _ . only')

export const throttleRate = z.int().min(1).max(65_535).meta({ description: 'Deliveries per second.' })

const metadataBytes = 4096
export const metadata = z
  .record(z.string(), z.string())
  .refine(value => new TextEncoder().encode(JSON.stringify(value)).length <= metadataBytes, `may be at most ${metadataBytes} bytes of JSON`)

/** A boolean in a query. */
export const flag = (byDefault: boolean) => z.stringbool().default(byDefault).meta({ type: 'boolean', default: byDefault })

export const time = z.iso.datetime({ offset: true })

/** An empty list means all, which is null outside. */
export const listOrAll = (list: readonly string[]): string[] | null => (list.length === 0 ? null : [...list])
export const distinct = (list: readonly string[] | null | undefined): string[] => [...new Set(list)]
