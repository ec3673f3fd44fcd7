import { z } from 'zod'
import { reach } from '#server/auth/operational.ts'
import type { Permission } from '#server/auth/permissions.ts'
import { listEndpointDeliveries } from '#server/deliveries/rows.ts'
import { EndpointDeliveriesIn } from '#server/deliveries/rows-schema.ts'
import { editEndpoint } from '#server/endpoints/edit.ts'
import { getEndpointFigures, listEndpointSummaries } from '#server/endpoints/figures.ts'
import { getMissed } from '#server/endpoints/missed.ts'
import { createEndpoint, deleteEndpoint } from '#server/endpoints/mutations.ts'
import { setPaused } from '#server/endpoints/pause.ts'
import { getEndpointSecret } from '#server/endpoints/queries.ts'
import { revokeOldSecrets, rotateEndpointSecret } from '#server/endpoints/rotate-secret.ts'
import { EndpointEdit, EndpointIn, EndpointSecretRotateIn } from '#server/endpoints/schema.ts'
import { getEndpointView } from '#server/endpoints/view.ts'
import { listEventTypeChoices } from '#server/event-types/choices.ts'
import { formatId } from '#server/ids.ts'
import { EventExampleIn } from '#server/messages/schema.ts'
import { sendExample } from '#server/messages/send-example.ts'
import { findActiveReplay } from '#server/replays/active.ts'
import { countReplayable } from '#server/replays/queries.ts'
import { ReplayFilter } from '#server/replays/schema.ts'
import { change } from '#server/trpc/change.ts'
import { environmentProcedure, router } from '#server/trpc/init.ts'

const id = z.string().max(256)
const application = z.object({ application: id })
const endpoint = z.object({ endpoint: id })

/** Within an application: also the one of operational events, whose endpoints are like any other. */
const within = (permission: Permission) =>
  environmentProcedure(permission)
    .input(application)
    .use(async ({ ctx, input, next }) => next({ ctx: { context: await reach(ctx.context, input.application) } }))

const read = within('read')
const configure = within('configure')
const reveal = within('revealSecrets')
const rotate = within('rotateSecrets')

export const endpointsRouter = router({
  list: read.input(z.object({ cursor: z.string().max(64).nullish() })).query(({ ctx, input }) => listEndpointSummaries(ctx.context, input)),
  get: read.input(endpoint).query(({ ctx, input }) => getEndpointView(ctx.context, input)),
  figures: read.input(endpoint).query(({ ctx, input }) => getEndpointFigures(ctx.context, input)),
  deliveries: read
    .input(endpoint.extend(EndpointDeliveriesIn.shape))
    .query(({ ctx, input }) => listEndpointDeliveries(ctx.context, input, input)),
  eventTypes: environmentProcedure('read').query(({ ctx }) => listEventTypeChoices(ctx.context)),

  create: configure
    .input(z.object({ value: EndpointIn }))
    .mutation(({ ctx, input }) => change(ctx.context, tx => createEndpoint(ctx.context, input.application, input.value, tx))),
  update: configure
    .input(endpoint.extend(EndpointEdit.shape))
    .mutation(({ ctx, input }) => change(ctx.context, tx => editEndpoint(ctx.context, input, input, tx))),
  setPaused: configure
    .input(endpoint.extend({ paused: z.boolean() }))
    .mutation(({ ctx, input }) => change(ctx.context, tx => setPaused(ctx.context, input, input.paused, tx))),
  delete: configure.input(endpoint).mutation(({ ctx, input }) => change(ctx.context, tx => deleteEndpoint(ctx.context, input, tx))),

  // Not a query: no cache keeps its answer, and it is asked for by a click alone.
  revealSecret: reveal.input(endpoint).mutation(({ ctx, input }) => getEndpointSecret(ctx.context, input)),
  rotateSecret: rotate
    .input(endpoint.extend({ value: EndpointSecretRotateIn }))
    .mutation(({ ctx, input }) => change(ctx.context, tx => rotateEndpointSecret(ctx.context, input, input.value, tx))),
  revokeOldSecrets: rotate
    .input(endpoint)
    .mutation(({ ctx, input }) => change(ctx.context, tx => revokeOldSecrets(ctx.context, input, tx))),

  sendExample: within('send')
    .input(endpoint.extend({ value: EventExampleIn }))
    .mutation(async ({ ctx, input }) => ({
      message: formatId('message', (await change(ctx.context, tx => sendExample(ctx.context, input, input.value, tx))).id),
    })),

  missed: read.input(endpoint).query(({ ctx, input }) => getMissed(ctx.context, input)),
  replayable: read
    .input(endpoint.extend({ filter: ReplayFilter }))
    .query(({ ctx, input }) => countReplayable(ctx.context, input, { filter: input.filter, endpoint: input.endpoint })),
  activeReplay: read.input(endpoint).query(({ ctx, input }) => findActiveReplay(ctx.context, input)),
})
