import { listAuditActors, listAuditEntries } from '#server/audit/queries.ts'
import { AuditListIn } from '#server/audit/schema.ts'
import { environmentProcedure, router } from '#server/trpc/init.ts'

const read = environmentProcedure('read')

export const auditRouter = router({
  list: read.input(AuditListIn).query(({ ctx, input }) => listAuditEntries(ctx.context, input)),
  actors: read.query(({ ctx }) => listAuditActors(ctx.context)),
})
