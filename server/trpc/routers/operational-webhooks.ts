import { z } from 'zod'
import { findOperational } from '#server/auth/operational.ts'
import { createOperationalEndpoint } from '#server/operational-events/mutations.ts'
import { OperationalEndpointIn } from '#server/operational-events/schema.ts'
import { change } from '#server/trpc/change.ts'
import { environmentProcedure, router } from '#server/trpc/init.ts'

/** Once there is one, an endpoint for operational events is an endpoint of this application. */
export const operationalWebhooksRouter = router({
  application: environmentProcedure('read').query(async ({ ctx }) => (await findOperational(ctx.context))?.application ?? null),
  create: environmentProcedure('configure')
    .input(z.object({ value: OperationalEndpointIn }))
    .mutation(({ ctx, input }) => change(ctx.context, tx => createOperationalEndpoint(ctx.context, input.value, tx))),
})
