import { findPlaces } from '#server/places/queries.ts'
import { PlaceSearch } from '#server/places/schema.ts'
import { environmentProcedure, router } from '#server/trpc/init.ts'

export const placesRouter = router({
  find: environmentProcedure('read')
    .input(PlaceSearch)
    .query(({ ctx, input }) => findPlaces(ctx.context, input)),
})
