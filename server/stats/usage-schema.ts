import { z } from 'zod'
import { TaskOut } from '#server/background-tasks/schema.ts'
import * as fields from '#server/fields.ts'

const date = fields.time.transform(text => new Date(text))
const maxApplications = 1000

export const AppUsageStatsIn = z
  .object({
    since: date,
    until: date,
    appIds: z
      .array(z.string().min(1).max(256))
      .max(maxApplications)
      .nullish()
      .meta({ description: 'Ids or uids. Empty or null: all applications.' }),
  })
  .meta({ id: 'AppUsageStatsIn' })
export type AppUsageStatsIn = z.infer<typeof AppUsageStatsIn>

export const AppUsageStatsOut = TaskOut.extend({
  unresolvedAppIds: z.array(z.string()).meta({ description: 'Those of `appIds` that name no application.' }),
}).meta({ id: 'AppUsageStatsOut' })
export type AppUsageStatsOut = z.infer<typeof AppUsageStatsOut>
