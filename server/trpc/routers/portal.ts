import { viewPortalPlace } from '#server/portal/queries.ts'
import { environmentProcedure, router } from '#server/trpc/init.ts'

export const portalRouter = router({
  place: environmentProcedure('read').query(({ ctx }) => viewPortalPlace(ctx.context)),
})
