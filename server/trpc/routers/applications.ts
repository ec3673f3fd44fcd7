import { z } from 'zod'
import { createApplication, deleteApplication, patchApplication } from '#server/applications/mutations.ts'
import { getApplication } from '#server/applications/queries.ts'
import { ApplicationIn, ApplicationPatch } from '#server/applications/schema.ts'
import { listApplicationSummaries } from '#server/applications/summaries.ts'
import { ApplicationSearch } from '#server/applications/summary-schema.ts'
import { revokePortalSession } from '#server/portal/mutations.ts'
import { listPortalSessions } from '#server/portal/queries.ts'
import { change } from '#server/trpc/change.ts'
import { environmentProcedure, router } from '#server/trpc/init.ts'

const id = z.string().max(256)
const application = z.object({ application: id })

const read = environmentProcedure('read')
const configure = environmentProcedure('configure')

export const applicationsRouter = router({
  list: read.input(ApplicationSearch).query(({ ctx, input }) => listApplicationSummaries(ctx.context, input)),
  get: read.input(application).query(({ ctx, input }) => getApplication(ctx.context, input.application)),
  create: configure
    .input(z.object({ value: ApplicationIn }))
    .mutation(({ ctx, input }) => change(ctx.context, tx => createApplication(ctx.context, input.value, tx))),
  update: configure
    .input(application.extend({ value: ApplicationPatch }))
    .mutation(({ ctx, input }) => change(ctx.context, tx => patchApplication(ctx.context, input.application, input.value, tx))),
  delete: environmentProcedure('deleteApplication')
    .input(application)
    .mutation(({ ctx, input }) => change(ctx.context, tx => deleteApplication(ctx.context, input.application, tx))),
  portalSessions: read.input(application).query(({ ctx, input }) => listPortalSessions(ctx.context, input)),
  revokePortalSession: configure
    .input(application.extend({ session: id }))
    .mutation(({ ctx, input }) => change(ctx.context, tx => revokePortalSession(ctx.context, input, tx))),
})
