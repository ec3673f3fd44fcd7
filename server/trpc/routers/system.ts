import { getSystem } from '#server/system/queries.ts'
import { environmentProcedure, router } from '#server/trpc/init.ts'

export const systemRouter = router({
  get: environmentProcedure('viewSystem').query(({ ctx }) => getSystem(ctx.context)),
})
