import { z } from 'zod'
import { EnvironmentSettings } from '#server/environments/settings-schema.ts'
import { EnvironmentImport, maxEventTypes } from '#server/environments/transfer-schema.ts'
import type { EventTypeOut } from '#server/event-types/schema.ts'
import * as fields from '#server/fields.ts'

/** What can be compared and carried: the same as an export holds, without its times. */
export type Carried = { settings: EnvironmentSettings; eventTypes: readonly Omit<EventTypeOut, 'createdAt' | 'updatedAt'>[] }

/** `here` and `there` as they are stored; undefined on the side where the whole is not. */
export type FieldDifference = { name: string; here: unknown; there: unknown }

/** One setting or event type that is not the same on both sides; of one that is on one side alone, what it has. */
export type Difference = { where: 'here' | 'there' | 'both'; fields: FieldDifference[] } & (
  | { kind: 'setting'; name: keyof EnvironmentSettings }
  | { kind: 'eventType'; name: string }
)

/** Settings first, then event types by name. `sameCount`: settings and event types that are equal. */
export type Comparison = { differences: Difference[]; sameCount: number }

/** The address of an environment of the same organization. */
export const OtherEnvironment = z.object({ other: z.string().max(32) })

export const TakeOver = OtherEnvironment.extend({
  settings: z.array(EnvironmentSettings.keyof()),
  eventTypes: z.array(fields.eventTypeName).max(maxEventTypes),
})
export type TakeOver = z.infer<typeof TakeOver>

/** A file as it was read; what is wrong with it is answered with its place below `document`. */
export const ImportIn = z.object({ document: EnvironmentImport })
export type ImportIn = z.input<typeof ImportIn>
