import { getBackgroundTask, listBackgroundTasks } from '#server/background-tasks/queries.ts'
import { BackgroundTaskList, BackgroundTaskOut } from '#server/background-tasks/schema.ts'
import { pageOf } from '#server/pagination.ts'
import { operation, reply } from '#server/rest/operation.ts'

const tag = 'Background task'

export const backgroundTaskOperations = [
  operation({
    method: 'get',
    path: '/background-task',
    operationId: 'v1.background-task.list',
    summary: 'List the background tasks',
    description: 'Newest first.',
    tag,
    permission: 'read',
    query: BackgroundTaskList,
    responses: { 200: pageOf(BackgroundTaskOut) },
    run: async ({ context, query }) => reply(200, await listBackgroundTasks(context, query)),
  }),
  operation({
    method: 'get',
    path: '/background-task/{task_id}',
    operationId: 'v1.background-task.get',
    summary: 'Get a background task',
    description: 'How far a recover, replay-missing or bulk-replay has come; `data` has the counts.',
    tag,
    permission: 'read',
    responses: { 200: BackgroundTaskOut },
    run: async ({ context, params }) => reply(200, await getBackgroundTask(context, params.task_id)),
  }),
]
