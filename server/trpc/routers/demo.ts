import { countDemo, removeDemo } from '#server/demo/remove.ts'
import { change } from '#server/trpc/change.ts'
import { environmentProcedure, router } from '#server/trpc/init.ts'

const manage = environmentProcedure('manageEnvironment')

export const demoRouter = router({
  contents: manage.query(({ ctx }) => countDemo(ctx.context)),
  remove: manage.mutation(({ ctx }) => change(ctx.context, tx => removeDemo(ctx.context, tx))),
})
