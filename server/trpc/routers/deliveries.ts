import { z } from 'zod'
import { cancelDeliveries, resendDeliveries } from '#server/deliveries/bulk.ts'
import { resendDelivery } from '#server/deliveries/resend.ts'
import { listUndeliveredOf, readDeliveriesByKey } from '#server/deliveries/undelivered.ts'
import { DeliveriesIn, UndeliveredIn } from '#server/deliveries/undelivered-schema.ts'
import { resendEdited } from '#server/messages/resend-edited.ts'
import { environmentProcedure, router } from '#server/trpc/init.ts'

const id = z.string().max(64)
const delivery = z.object({ application: id, message: id, endpoint: id })

const read = environmentProcedure('read')
const resend = environmentProcedure('resend')

export const deliveriesRouter = router({
  undelivered: read.input(UndeliveredIn).query(({ ctx, input }) => listUndeliveredOf(ctx.context, input)),
  byKey: read.input(DeliveriesIn).query(({ ctx, input }) => readDeliveriesByKey(ctx.context, input)),
  resend: resend.input(delivery).mutation(({ ctx, input }) => resendDelivery(ctx.context, input)),
  resendEdited: environmentProcedure('resendEdited')
    .input(delivery.extend({ payload: z.string(), url: z.string().max(4_096).nullable() }))
    .mutation(({ ctx, input }) => resendEdited(ctx.context, input)),
  resendMany: resend.input(DeliveriesIn).mutation(({ ctx, input }) => resendDeliveries(ctx.context, input)),
  cancelMany: resend.input(DeliveriesIn).mutation(({ ctx, input }) => cancelDeliveries(ctx.context, input)),
})
