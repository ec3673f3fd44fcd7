import { z } from 'zod'
import { resendDelivery } from '#server/deliveries/resend.ts'
import { environmentProcedure, router } from '#server/trpc/init.ts'

const id = z.string().max(64)

export const deliveriesRouter = router({
  resend: environmentProcedure('resend')
    .input(z.object({ application: id, message: id, endpoint: id }))
    .mutation(({ ctx, input }) => resendDelivery(ctx.context, input)),
})
