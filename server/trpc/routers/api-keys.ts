import { z } from 'zod'
import { createApiKey, revokeApiKey } from '#server/api-keys/mutations.ts'
import { listApiKeys } from '#server/api-keys/queries.ts'
import { ApiKeyIn } from '#server/api-keys/schema.ts'
import { environmentProcedure, router } from '#server/trpc/init.ts'
import { write } from '#server/writes.ts'

const manage = environmentProcedure('manageKeys')

export const apiKeysRouter = router({
  list: environmentProcedure('read').query(({ ctx }) => listApiKeys(ctx.context)),
  create: manage.input(ApiKeyIn).mutation(({ ctx, input }) => write(ctx.context, tx => createApiKey(ctx.context, input, tx))),
  revoke: manage
    .input(z.object({ key: z.string().max(64) }))
    .mutation(({ ctx, input }) => write(ctx.context, tx => revokeApiKey(ctx.context, input.key, tx))),
})
