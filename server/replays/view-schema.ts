import { z } from 'zod'
import * as fields from '#server/fields.ts'
import { replayableStates } from '#server/replays/replayable-states.ts'
import { ReplayIn, type ReplayOut } from '#server/replays/schema.ts'

const id = z.string().max(64)

/** Where a replay of the dashboard happens: by the endpoint alone, in an application, or, both null, in the whole environment. */
export const ReplayTarget = z.object({ application: id.nullable(), endpoint: id.nullable() })
export type ReplayTarget = z.infer<typeof ReplayTarget>

/** Which deliveries; all that is given must hold. */
export const ReplayDraft = ReplayTarget.extend({
  states: z.array(z.enum(replayableStates)).min(1),
  eventTypes: z.array(fields.eventTypeName).max(100),
  since: z.date().nullable(),
  until: z.date().nullable(),
})
export type ReplayDraft = z.infer<typeof ReplayDraft>

const { reasons, rate, when } = ReplayIn.shape
export const NewReplay = ReplayDraft.extend({ reasons, canary: z.boolean(), rate, when })
export type NewReplay = z.infer<typeof NewReplay>

/** A target by name; null: it is not said, or there is no such one. */
export type NamedTarget = {
  application: { id: string; name: string } | null
  endpoint: { id: string; url: string; disabled: boolean } | null
}

/** A replay as the dashboard shows it. `createdByName`: of a person; null: an API key or a merchant made it. */
export type ReplayView = ReplayOut & NamedTarget & { createdByName: string | null }

export type ReplayViewPage = { rows: ReplayView[]; cursor: string | null }

/** Deliveries of a replay that have had their attempt, by when and by what came of it; steps without any included. */
export type ReplayCourse = { stepSeconds: number; points: ReplayPoint[] }
export type ReplayPoint = { at: Date; delivered: number; failed: number; skipped: number }
