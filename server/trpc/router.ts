import { router } from '#server/trpc/init.ts'
import { accountRouter } from '#server/trpc/routers/account.ts'
import { attemptsRouter } from '#server/trpc/routers/attempts.ts'
import { deliveriesRouter } from '#server/trpc/routers/deliveries.ts'
import { messagesRouter } from '#server/trpc/routers/messages.ts'

export const appRouter = router({
  account: accountRouter,
  attempts: attemptsRouter,
  deliveries: deliveriesRouter,
  messages: messagesRouter,
})

export type AppRouter = typeof appRouter
