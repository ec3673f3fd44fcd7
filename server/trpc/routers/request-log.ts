import { z } from 'zod'
import { getRefusedRequests, listRefusedRequests, listRequestLogChoices } from '#server/request-log/queries.ts'
import { RequestLogIn } from '#server/request-log/schema.ts'
import { environmentProcedure, router } from '#server/trpc/init.ts'

const read = environmentProcedure('read')

export const requestLogRouter = router({
  list: read.input(RequestLogIn).query(({ ctx, input }) => listRefusedRequests(ctx.context, input)),
  get: read.input(z.object({ requestId: z.string().max(256) })).query(({ ctx, input }) => getRefusedRequests(ctx.context, input.requestId)),
  choices: read.query(({ ctx }) => listRequestLogChoices(ctx.context)),
})
