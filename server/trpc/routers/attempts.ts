import { z } from 'zod'
import { diagnoseAttempt } from '#server/attempts/evidence.ts'
import { reproduceAttempt } from '#server/attempts/reproduce.ts'
import { environmentProcedure, router } from '#server/trpc/init.ts'

const id = z.string().max(64)
const attempt = z.object({ message: id, endpoint: id, number: z.int().positive() })

export const attemptsRouter = router({
  diagnosis: environmentProcedure('read')
    .input(attempt)
    .query(({ ctx, input }) => diagnoseAttempt(ctx.context, input)),
  // Not a query: what is signed must not be kept, neither by the browser nor by a cache on the way.
  reproduce: environmentProcedure('revealSecrets')
    .input(attempt)
    .mutation(({ ctx, input }) => reproduceAttempt(ctx.context, input)),
})
