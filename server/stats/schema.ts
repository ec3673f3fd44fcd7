import { z } from 'zod'
import * as fields from '#server/fields.ts'

const moment = fields.time.transform(text => new Date(text)).optional()

export const StatsWindow = z.object({
  since: moment.meta({ description: '28 days before `until`, when it is absent; at most that.' }),
  until: moment.meta({ description: 'Now, when it is absent.' }),
})
export type StatsWindow = z.infer<typeof StatsWindow>

const count = z.int()
const complete = z.boolean().meta({ description: 'Whether all were counted: of more than 100,000 the newest are.' })

export const EndpointStats = z
  .object({
    success: count,
    pending: count,
    sending: count.meta({ description: 'Failed at least once and to be tried again.' }),
    fail: count,
    canceled: count.meta({ description: 'Canceled or skipped.' }),
    complete,
  })
  .meta({ id: 'EndpointStats' })
export type EndpointStats = z.infer<typeof EndpointStats>

export const EndpointAttemptStats = z
  .object({ success: count, fail: count, canceled: count, complete })
  .meta({ id: 'EndpointAttemptStats' })
export type EndpointAttemptStats = z.infer<typeof EndpointAttemptStats>
