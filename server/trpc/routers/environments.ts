import { z } from 'zod'
import { createEnvironment } from '#server/environments/mutations.ts'
import { EnvironmentIn } from '#server/environments/schema.ts'
import { changeEnvironment, viewEnvironment } from '#server/environments/settings.ts'
import { EnvironmentChange } from '#server/environments/settings-schema.ts'
import { environmentProcedure, router } from '#server/trpc/init.ts'
import { write } from '#server/writes.ts'

const manage = environmentProcedure('manageEnvironment')

export const environmentsRouter = router({
  view: environmentProcedure('read').query(({ ctx }) => viewEnvironment(ctx.context)),
  change: manage
    .input(EnvironmentChange)
    .mutation(({ ctx, input: { organization, environment, ...changes } }) =>
      write(ctx.context, tx => changeEnvironment(ctx.context, changes, tx)),
    ),
  create: manage
    .input(z.object({ made: EnvironmentIn }))
    .mutation(({ ctx, input }) => write(ctx.context, tx => createEnvironment(ctx.context, input.made, tx))),
})
