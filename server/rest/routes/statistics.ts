import { TaskOut } from '#server/background-tasks/schema.ts'
import { operation, reply } from '#server/rest/operation.ts'
import { aggregateAppStats, aggregateEventTypes } from '#server/stats/usage.ts'
import { AppUsageStatsIn, AppUsageStatsOut } from '#server/stats/usage-schema.ts'

const tag = 'Statistics'

export const statisticsOperations = [
  operation({
    method: 'post',
    path: '/stats/usage/app',
    operationId: 'v1.statistics.aggregate-app-stats',
    summary: 'Sum up the attempts of applications',
    description:
      'In a background task. Counted in whole hours (UTC), each that the time touches; more than 89 days ago in whole days, which are kept for two years.',
    tag,
    permission: 'read',
    body: AppUsageStatsIn,
    responses: { 202: AppUsageStatsOut },
    run: async ({ context, body, tx }) => reply(202, await aggregateAppStats(context, body, tx)),
  }),
  operation({
    method: 'put',
    path: '/stats/usage/event-types',
    operationId: 'v1.statistics.aggregate-event-types',
    summary: 'List the event types that applications subscribe to',
    description: 'In a background task.',
    tag,
    permission: 'read',
    responses: { 202: TaskOut },
    run: async ({ context, tx }) => reply(202, await aggregateEventTypes(context, tx)),
  }),
]
