import { z } from 'zod'
import { errorClasses } from '#server/attempts/error-class.ts'
import { deliveryReasons } from '#server/deliveries/state.ts'
import * as fields from '#server/fields.ts'
import { pageQuery } from '#server/pagination.ts'
import { replayableStates } from '#server/replays/replayable-states.ts'

/** waiting: for the endpoint's next success · canary: its first delivery is on its way · failed: it stopped, and `reason` says why */
const replayStates = ['waiting', 'canary', 'running', 'finished', 'canceled', 'failed'] as const

/** Svix's names of what made a replay; the first is Posthorn's own. */
export const replayKinds = ['replay', 'endpoint.recover', 'endpoint.replay', 'endpoint.bulk-replay'] as const
export type ReplayKind = (typeof replayKinds)[number]

const replayStarts = ['now', 'healthy'] as const

const date = fields.time.transform(text => new Date(text))
const statusCodeClass = z
  .literal([0, 100, 200, 300, 400, 500])
  .nullish()
  .meta({ description: 'Of the last answer; 0: there was none.', type: ['integer', 'null'] })
const eventTypes = z.array(fields.eventTypeName).max(100).nullish().meta({ description: 'Empty or null: all.' })
const tag = z.string().min(1).max(128).nullish()

/** Which deliveries; all that is given must hold. */
export const ReplayFilter = z.object({
  states: z
    .array(z.enum(replayableStates))
    .min(1)
    .default(['failed'])
    .meta({ description: 'missing: the endpoint subscribes to the message and has no delivery of it, or one that was skipped.' }),
  reasons: z.array(z.enum(deliveryReasons)).nullish().meta({ description: 'Why it was skipped, failed or canceled. Empty or null: any.' }),
  errorClasses: z.array(z.enum(errorClasses)).nullish().meta({ description: 'Of the last attempt. Empty or null: any.' }),
  statusCodeClass,
  eventTypes,
  channel: fields.channel.nullish(),
  tag,
  since: date.nullish().meta({ description: 'Messages accepted at this time or later.' }),
  until: date
    .nullish()
    .meta({ description: 'Messages accepted before this time; those posted after the replay was made never belong to it.' }),
})
export type ReplayFilter = z.infer<typeof ReplayFilter>

const manner = {
  canary: z
    .boolean()
    .default(true)
    .meta({ description: 'One delivery first, the rest after its success; the first attempt that fails stops the replay.' }),
  rate: z.int().min(1).max(1_000).default(20).meta({ description: 'Deliveries per second.' }),
  when: z
    .enum(replayStarts)
    .default('now')
    .meta({ description: 'healthy: after the next success of the endpoint, from its regular deliveries.' }),
}
const endpointId = z.string().min(1).max(256).nullish().meta({ description: 'Id or uid. Null: all endpoints.' })

export const ReplayPreviewIn = ReplayFilter.extend({ endpointId, rate: manner.rate }).meta({ id: 'ReplayPreviewIn' })
export const ReplayIn = ReplayFilter.extend({ endpointId, ...manner }).meta({ id: 'ReplayIn' })
export type ReplayIn = z.infer<typeof ReplayIn>

/** Of a whole environment: endpoints belong to applications, and a success of one says nothing of the others. */
export const EnvironmentReplayPreviewIn = ReplayFilter.extend({ rate: manner.rate }).meta({ id: 'EnvironmentReplayPreviewIn' })
export const EnvironmentReplayIn = ReplayFilter.extend({ canary: manner.canary, rate: manner.rate }).meta({ id: 'EnvironmentReplayIn' })

const counted = z
  .object({ count: z.int(), more: z.boolean().meta({ description: 'Whether there are more than so many.' }) })
  .meta({ description: 'Counted exactly up to 10,000.' })

export const ReplayPreviewOut = z
  .object({
    matching: counted,
    delivered: counted.meta({ description: 'Deliveries of the same messages and endpoints that have arrived and would be left out.' }),
    endpointCount: z.int(),
    eventTypes: z
      .array(z.object({ eventType: z.string(), count: z.int() }))
      .meta({ description: 'Of those counted, the most frequent first.' }),
    estimatedSeconds: z.int().meta({ description: 'At the rate that was asked for; longer when the endpoint is slower.' }),
  })
  .meta({ id: 'ReplayPreviewOut' })
export type ReplayPreviewOut = z.infer<typeof ReplayPreviewOut>
/** How long it takes is a matter of the rate alone. */
export type ReplayMatches = Omit<ReplayPreviewOut, 'estimatedSeconds'>

const deliveryKey = z.object({ msgId: z.string(), endpointId: z.string() }).nullable()

export const ReplayOut = z
  .object({
    id: z.string(),
    kind: z.enum(replayKinds),
    state: z.enum(replayStates),
    reason: z.string().nullable().meta({ description: 'Why it stopped before its end.' }),
    appId: z.string().nullable(),
    endpointId: z.string().nullable(),
    filter: z.object({
      states: z.array(z.enum(replayableStates)),
      reasons: z.array(z.enum(deliveryReasons)),
      errorClasses: z.array(z.enum(errorClasses)),
      statusCodeClass: z.int().nullable(),
      eventTypes: z.array(z.string()),
      channel: z.string().nullable(),
      tag: z.string().nullable(),
      since: fields.time.nullable(),
      until: fields.time.nullable(),
    }),
    canary: z.boolean(),
    rate: z.int().nullable().meta({ description: 'Deliveries per second; null: without a pace.' }),
    when: z.enum(replayStarts),
    total: z.int().meta({ description: 'Deliveries that matched.' }),
    totalIsExact: z.boolean().meta({ description: 'False while they are still being counted.' }),
    admitted: z.int().meta({ description: 'Handed over for sending so far, `total` at the end.' }),
    delivered: z.int(),
    failed: z.int().meta({ description: 'Failed in the attempt of the replay; their own schedules may go on.' }),
    skipped: z.int().meta({ description: 'Not attempted after all: canceled, expired, or the endpoint was disabled meanwhile.' }),
    canaryDelivery: deliveryKey,
    failedDelivery: deliveryKey.meta({ description: 'The delivery that stopped it.' }),
    createdBy: z.string(),
    createdAt: fields.time,
    startedAt: fields.time.nullable(),
    endedAt: fields.time.nullable(),
    updatedAt: fields.time,
  })
  .meta({ id: 'ReplayOut' })
export type ReplayOut = z.infer<typeof ReplayOut>

export const ReplayList = pageQuery
export type ReplayList = z.infer<typeof ReplayList>

/** Svix's three, at once and without a canary, as its users expect. */
export const RecoverIn = z.object({ since: date, until: date.nullish() }).meta({ id: 'RecoverIn' })
export const ReplayMissingIn = RecoverIn.meta({ id: 'ReplayMissingIn' })
export type RecoverIn = z.infer<typeof RecoverIn>

export const BulkReplayIn = RecoverIn.extend({
  eventTypes,
  channel: fields.channel.nullish(),
  tag,
  status: z
    .literal([0, 1, 2, 3, 4])
    .nullish()
    .meta({ description: '0 success, 1 pending, 2 fail, 3 sending, 4 canceled or skipped. Null: any.', type: ['integer', 'null'] }),
  statusCodeClass,
}).meta({ id: 'BulkReplayIn' })
export type BulkReplayIn = z.infer<typeof BulkReplayIn>
