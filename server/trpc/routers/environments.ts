import { z } from 'zod'
import { ImportIn, OtherEnvironment, TakeOver } from '#server/environments/comparison-schema.ts'
import { createEnvironment } from '#server/environments/mutations.ts'
import { EnvironmentIn } from '#server/environments/schema.ts'
import { changeEnvironment, viewEnvironment } from '#server/environments/settings.ts'
import { EnvironmentChange } from '#server/environments/settings-schema.ts'
import { compareWith, exportEnvironment, importEnvironment, previewImport, takeOver } from '#server/environments/transfer.ts'
import { environmentProcedure, router } from '#server/trpc/init.ts'
import { write } from '#server/writes.ts'

const read = environmentProcedure('read')
const manage = environmentProcedure('manageEnvironment')

export const environmentsRouter = router({
  view: read.query(({ ctx }) => viewEnvironment(ctx.context)),
  change: manage
    .input(EnvironmentChange)
    .mutation(({ ctx, input: { organization, environment, ...changes } }) =>
      write(ctx.context, tx => changeEnvironment(ctx.context, changes, tx)),
    ),
  create: manage
    .input(z.object({ made: EnvironmentIn }))
    .mutation(({ ctx, input }) => write(ctx.context, tx => createEnvironment(ctx.context, input.made, tx))),

  export: read.query(({ ctx }) => exportEnvironment(ctx.context)),
  // Not a query: a file is too large for what a query is cached by.
  previewImport: manage.input(ImportIn).mutation(({ ctx, input }) => previewImport(ctx.context, input.document)),
  import: manage.input(ImportIn).mutation(({ ctx, input }) => write(ctx.context, tx => importEnvironment(ctx.context, input.document, tx))),
  compare: read
    .input(OtherEnvironment)
    .query(async ({ ctx, input }) => compareWith(ctx.context, (await ctx.open(input.organization, input.other)).context)),
  takeOver: manage.input(TakeOver).mutation(async ({ ctx, input }) => {
    const other = await ctx.open(input.organization, input.other)
    return write(ctx.context, tx => takeOver(ctx.context, other.context, input, tx))
  }),
})
