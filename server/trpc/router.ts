import { router } from '#server/trpc/init.ts'
import { accountRouter } from '#server/trpc/routers/account.ts'
import { applicationsRouter } from '#server/trpc/routers/applications.ts'
import { attemptsRouter } from '#server/trpc/routers/attempts.ts'
import { deliveriesRouter } from '#server/trpc/routers/deliveries.ts'
import { endpointsRouter } from '#server/trpc/routers/endpoints.ts'
import { messagesRouter } from '#server/trpc/routers/messages.ts'
import { statsRouter } from '#server/trpc/routers/stats.ts'

export const appRouter = router({
  account: accountRouter,
  applications: applicationsRouter,
  attempts: attemptsRouter,
  deliveries: deliveriesRouter,
  endpoints: endpointsRouter,
  messages: messagesRouter,
  stats: statsRouter,
})

export type AppRouter = typeof appRouter
