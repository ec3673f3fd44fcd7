import { toTaskOut } from '#server/background-tasks/queries.ts'
import { TaskOut } from '#server/background-tasks/schema.ts'
import { pageOf } from '#server/pagination.ts'
import { bulkReplay, cancelReplay, createReplay, recoverEndpoint, replayMissing } from '#server/replays/mutations.ts'
import { getReplay, listReplays, previewReplay } from '#server/replays/queries.ts'
import {
  BulkReplayIn,
  EnvironmentReplayIn,
  EnvironmentReplayPreviewIn,
  RecoverIn,
  ReplayIn,
  ReplayList,
  ReplayMissingIn,
  ReplayOut,
  ReplayPreviewIn,
  ReplayPreviewOut,
} from '#server/replays/schema.ts'
import { operation, reply } from '#server/rest/operation.ts'

const tag = 'Replay'
const everywhere = { application: null }
const previewText = 'Nothing is sent. Counted exactly up to 10,000 deliveries.'
const createText =
  'Oldest first. What failed, was skipped, canceled or is missing gets a new retry schedule; what is retrying or has arrived, one attempt.'
const cancelText = 'What no worker has begun is taken back. A replay that is over stays as it ended.'

const inApplication = [
  operation({
    method: 'post',
    path: '/app/{app_id}/replay/preview',
    operationId: 'v1.replay.preview',
    summary: 'Preview a replay in an application',
    description: previewText,
    tag,
    permission: 'read',
    body: ReplayPreviewIn,
    ownTransaction: true,
    responses: { 200: ReplayPreviewOut },
    run: async ({ context, params, body: { endpointId, rate, ...filter } }) =>
      reply(200, await previewReplay(context, { application: params.app_id }, { filter, endpoint: endpointId ?? null, rate })),
  }),
  operation({
    method: 'post',
    path: '/app/{app_id}/replay',
    operationId: 'v1.replay.create',
    summary: 'Start a replay in an application',
    description: createText,
    tag,
    permission: 'resend',
    body: ReplayIn,
    ownTransaction: true,
    responses: { 202: ReplayOut },
    run: async ({ context, params, body, tx }) => reply(202, await createReplay(context, { application: params.app_id }, body, tx)),
  }),
  operation({
    method: 'get',
    path: '/app/{app_id}/replay',
    operationId: 'v1.replay.list',
    summary: 'List the replays of an application',
    description: 'Newest first.',
    tag,
    permission: 'read',
    query: ReplayList,
    responses: { 200: pageOf(ReplayOut) },
    run: async ({ context, params, query }) => reply(200, await listReplays(context, { application: params.app_id }, query)),
  }),
  operation({
    method: 'get',
    path: '/app/{app_id}/replay/{replay_id}',
    operationId: 'v1.replay.get',
    summary: 'Get a replay of an application',
    description: 'Its progress in counts: to be sent, sent, delivered, failed.',
    tag,
    permission: 'read',
    responses: { 200: ReplayOut },
    run: async ({ context, params }) => reply(200, await getReplay(context, { application: params.app_id, replay: params.replay_id })),
  }),
  operation({
    method: 'post',
    path: '/app/{app_id}/replay/{replay_id}/cancel',
    operationId: 'v1.replay.cancel',
    summary: 'Cancel a replay of an application',
    description: cancelText,
    tag,
    permission: 'resend',
    ownTransaction: true,
    responses: { 200: ReplayOut },
    run: async ({ context, params }) => reply(200, await cancelReplay(context, { application: params.app_id, replay: params.replay_id })),
  }),
]

const inEnvironment = [
  operation({
    method: 'post',
    path: '/replay/preview',
    operationId: 'v1.environment-replay.preview',
    summary: 'Preview a replay of all applications',
    description: previewText,
    tag,
    permission: 'read',
    body: EnvironmentReplayPreviewIn,
    ownTransaction: true,
    responses: { 200: ReplayPreviewOut },
    run: async ({ context, body: { rate, ...filter } }) =>
      reply(200, await previewReplay(context, everywhere, { filter, endpoint: null, rate })),
  }),
  operation({
    method: 'post',
    path: '/replay',
    operationId: 'v1.environment-replay.create',
    summary: 'Start a replay of all applications',
    description: createText,
    tag,
    permission: 'resend',
    body: EnvironmentReplayIn,
    ownTransaction: true,
    responses: { 202: ReplayOut },
    run: async ({ context, body, tx }) => reply(202, await createReplay(context, everywhere, { ...body, when: 'now' }, tx)),
  }),
  operation({
    method: 'get',
    path: '/replay',
    operationId: 'v1.environment-replay.list',
    summary: 'List the replays of all applications',
    description: 'Newest first.',
    tag,
    permission: 'read',
    query: ReplayList,
    responses: { 200: pageOf(ReplayOut) },
    run: async ({ context, query }) => reply(200, await listReplays(context, everywhere, query)),
  }),
  operation({
    method: 'get',
    path: '/replay/{replay_id}',
    operationId: 'v1.environment-replay.get',
    summary: 'Get a replay',
    description: 'Any replay of the environment, also one that belongs to a single application.',
    tag,
    permission: 'read',
    responses: { 200: ReplayOut },
    run: async ({ context, params }) => reply(200, await getReplay(context, { ...everywhere, replay: params.replay_id })),
  }),
  operation({
    method: 'post',
    path: '/replay/{replay_id}/cancel',
    operationId: 'v1.environment-replay.cancel',
    summary: 'Cancel a replay',
    description: cancelText,
    tag,
    permission: 'resend',
    ownTransaction: true,
    responses: { 200: ReplayOut },
    run: async ({ context, params }) => reply(200, await cancelReplay(context, { ...everywhere, replay: params.replay_id })),
  }),
]

const ofEndpoint = (params: { app_id: string; endpoint_id: string }) => ({ application: params.app_id, endpoint: params.endpoint_id })
const presetText = 'At once, without a canary, over 14 days at most.'

const presets = [
  operation({
    method: 'post',
    path: '/app/{app_id}/endpoint/{endpoint_id}/recover',
    operationId: 'v1.endpoint.recover',
    summary: 'Send again what failed for good',
    description: presetText,
    tag: 'Endpoint',
    permission: 'resend',
    body: RecoverIn,
    ownTransaction: true,
    responses: { 202: TaskOut },
    run: async ({ context, params, body, tx }) => reply(202, toTaskOut(await recoverEndpoint(context, ofEndpoint(params), body, tx))),
  }),
  operation({
    method: 'post',
    path: '/app/{app_id}/endpoint/{endpoint_id}/replay-missing',
    operationId: 'v1.endpoint.replay-missing',
    summary: 'Send what the endpoint never got',
    description: `Messages that it subscribes to and has no delivery of, or one that was skipped. ${presetText}`,
    tag: 'Endpoint',
    permission: 'resend',
    body: ReplayMissingIn,
    ownTransaction: true,
    responses: { 202: TaskOut },
    run: async ({ context, params, body, tx }) => reply(202, toTaskOut(await replayMissing(context, ofEndpoint(params), body, tx))),
  }),
  operation({
    method: 'post',
    path: '/app/{app_id}/endpoint/{endpoint_id}/bulk-replay',
    operationId: 'v1.endpoint.bulk-replay',
    summary: 'Send everything again',
    description: `Also what has arrived, unless a status is given. ${presetText}`,
    tag: 'Endpoint',
    permission: 'resend',
    body: BulkReplayIn,
    ownTransaction: true,
    responses: { 202: TaskOut },
    run: async ({ context, params, body, tx }) => reply(202, toTaskOut(await bulkReplay(context, ofEndpoint(params), body, tx))),
  }),
]

export const replayOperations = [...inApplication, ...inEnvironment, ...presets]
