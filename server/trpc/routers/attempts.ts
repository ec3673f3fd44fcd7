import { z } from 'zod'
import { diagnoseAttempt } from '#server/attempts/evidence.ts'
import { environmentProcedure, router } from '#server/trpc/init.ts'

const id = z.string().max(64)
const attempt = z.object({ message: id, endpoint: id, number: z.int().positive() })

export const attemptsRouter = router({
  diagnosis: environmentProcedure('read')
    .input(attempt)
    .query(({ ctx, input }) => diagnoseAttempt(ctx.context, input)),
})
