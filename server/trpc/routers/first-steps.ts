import { z } from 'zod'
import { getFirstSteps } from '#server/first-steps/queries.ts'
import { createReceiverEndpoint } from '#server/receiver/endpoint.ts'
import { change } from '#server/trpc/change.ts'
import { environmentProcedure, router } from '#server/trpc/init.ts'

export const firstStepsRouter = router({
  get: environmentProcedure('read').query(({ ctx }) => getFirstSteps(ctx.context)),
  useReceiver: environmentProcedure('configure')
    .input(z.object({ application: z.string().max(256) }))
    .mutation(({ ctx, input }) => change(ctx.context, tx => createReceiverEndpoint(ctx.context, input.application, tx))),
})
