import { getActivity, getOverview } from '#server/stats/overview.ts'
import { ActivityIn, OverviewIn } from '#server/stats/overview-schema.ts'
import { environmentProcedure, router } from '#server/trpc/init.ts'

const read = environmentProcedure('read')

export const statsRouter = router({
  activity: read.input(ActivityIn).query(({ ctx, input }) => getActivity(ctx.context, input)),
  overview: read.input(OverviewIn).query(({ ctx, input }) => getOverview(ctx.context, input)),
})
