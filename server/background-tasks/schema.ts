import { z } from 'zod'
import * as fields from '#server/fields.ts'
import { listQuery } from '#server/pagination.ts'

/** Svix's name for work that goes on after its answer. */
const status = z.enum(['running', 'finished', 'failed'])

/** Those that are replays, which server/replays stores. */
const replayTasks = ['endpoint.recover', 'endpoint.replay', 'endpoint.bulk-replay'] as const
/** Those that walk over messages or applications, one kind of worker's step each. */
const walkTasks = ['application.purge_content', 'application.stats', 'event-type.aggregate'] as const
export type WalkTask = (typeof walkTasks)[number]

const task = z.enum([...replayTasks, ...walkTasks])

/** Svix's clients may ask for these, too; there are none. */
const othersTasks = ['message.broadcast', 'sdk.generate'] as const

export const TaskOut = z
  .object({
    id: z.string().meta({ description: 'The replay behind a task of endpoints has the same id with the prefix `rpl_`.' }),
    status,
    task,
    updatedAt: fields.time,
  })
  .meta({ id: 'TaskOut' })
export type TaskOut = z.infer<typeof TaskOut>

const ReplayProgress = z
  .object({
    total: z.int().meta({ description: 'Deliveries that matched.' }),
    admitted: z.int().meta({ description: 'Handed over for sending so far, `total` at the end.' }),
    delivered: z.int(),
    failed: z.int().meta({ description: 'Failed in the attempt of the task; their own schedules may go on.' }),
    skipped: z.int().meta({ description: 'Not attempted after all: canceled, expired, or the endpoint was disabled meanwhile.' }),
    reason: z.string().nullable().meta({ description: 'Why it stopped before its end.' }),
  })
  .meta({ description: 'Of `endpoint.recover`, `endpoint.replay` and `endpoint.bulk-replay`.' })
const PurgedContent = z
  .object({ messagesPurged: z.int().meta({ description: 'Payloads that were deleted.' }) })
  .meta({ description: 'Of `application.purge_content`.' })
const AppStats = z
  .object({ appStats: z.array(z.object({ appId: z.string(), appUid: z.string().nullable(), messageDestinations: z.int() })) })
  .meta({ description: 'Of `application.stats`: attempts by application.' })
const UsedEventTypes = z
  .object({
    event_types: z.array(
      z.object({
        appId: z.string(),
        explicitlySubscribedEventTypes: z.array(z.string()),
        hasCatchAllEndpoint: z.boolean(),
      }),
    ),
  })
  .meta({ description: 'Of `event-type.aggregate`: what the endpoints of each application subscribe to.' })

export const BackgroundTaskOut = TaskOut.extend({
  data: z
    .union([ReplayProgress, PurgedContent, AppStats, UsedEventTypes])
    .meta({ description: 'What has come of it so far; complete when it has finished.' }),
}).meta({ id: 'BackgroundTaskOut' })
export type BackgroundTaskOut = z.infer<typeof BackgroundTaskOut>

export const BackgroundTaskList = listQuery('descending').extend({
  status: status.optional().meta({ description: 'A task that was canceled shows as failed.' }),
  task: z.enum([...task.options, ...othersTasks]).optional(),
})
export type BackgroundTaskList = z.infer<typeof BackgroundTaskList>
