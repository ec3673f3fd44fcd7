import { z } from 'zod'
import * as fields from '#server/fields.ts'
import { listQuery } from '#server/pagination.ts'

/** Svix's name for work that goes on after its answer. */
const status = z.enum(['running', 'finished', 'failed'])
const task = z.enum(['endpoint.recover', 'endpoint.replay', 'endpoint.bulk-replay'])

export const TaskOut = z
  .object({
    id: z.string().meta({ description: 'The replay behind it has the same id with the prefix `rpl_`.' }),
    status,
    task,
    updatedAt: fields.time,
  })
  .meta({ id: 'TaskOut' })
export type TaskOut = z.infer<typeof TaskOut>

export const BackgroundTaskOut = TaskOut.extend({
  data: z.object({
    total: z.int(),
    admitted: z.int(),
    delivered: z.int(),
    failed: z.int(),
    skipped: z.int(),
    reason: z.string().nullable(),
  }),
}).meta({ id: 'BackgroundTaskOut' })
export type BackgroundTaskOut = z.infer<typeof BackgroundTaskOut>

export const BackgroundTaskList = listQuery('descending').extend({
  status: status.optional().meta({ description: 'A task that was canceled shows as failed.' }),
  task: task.optional(),
})
export type BackgroundTaskList = z.infer<typeof BackgroundTaskList>
