import { getOverview } from '#server/stats/overview.ts'
import { OverviewIn } from '#server/stats/overview-schema.ts'
import { environmentProcedure, router } from '#server/trpc/init.ts'

export const statsRouter = router({
  overview: environmentProcedure('read')
    .input(OverviewIn)
    .query(({ ctx, input }) => getOverview(ctx.context, input)),
})
