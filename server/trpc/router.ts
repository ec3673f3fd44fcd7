import { router } from '#server/trpc/init.ts'
import { accountRouter } from '#server/trpc/routers/account.ts'
import { apiKeysRouter } from '#server/trpc/routers/api-keys.ts'
import { applicationsRouter } from '#server/trpc/routers/applications.ts'
import { attemptsRouter } from '#server/trpc/routers/attempts.ts'
import { auditRouter } from '#server/trpc/routers/audit.ts'
import { deliveriesRouter } from '#server/trpc/routers/deliveries.ts'
import { demoRouter } from '#server/trpc/routers/demo.ts'
import { endpointsRouter } from '#server/trpc/routers/endpoints.ts'
import { environmentsRouter } from '#server/trpc/routers/environments.ts'
import { eventTypesRouter } from '#server/trpc/routers/event-types.ts'
import { firstStepsRouter } from '#server/trpc/routers/first-steps.ts'
import { membersRouter } from '#server/trpc/routers/members.ts'
import { messagesRouter } from '#server/trpc/routers/messages.ts'
import { operationalWebhooksRouter } from '#server/trpc/routers/operational-webhooks.ts'
import { placesRouter } from '#server/trpc/routers/places.ts'
import { portalRouter } from '#server/trpc/routers/portal.ts'
import { replaysRouter } from '#server/trpc/routers/replays.ts'
import { requestLogRouter } from '#server/trpc/routers/request-log.ts'
import { statsRouter } from '#server/trpc/routers/stats.ts'
import { systemRouter } from '#server/trpc/routers/system.ts'

export const appRouter = router({
  account: accountRouter,
  applications: applicationsRouter,
  attempts: attemptsRouter,
  deliveries: deliveriesRouter,
  demo: demoRouter,
  endpoints: endpointsRouter,
  apiKeys: apiKeysRouter,
  audit: auditRouter,
  environments: environmentsRouter,
  firstSteps: firstStepsRouter,
  members: membersRouter,
  eventTypes: eventTypesRouter,
  messages: messagesRouter,
  operationalWebhooks: operationalWebhooksRouter,
  portal: portalRouter,
  replays: replaysRouter,
  requestLog: requestLogRouter,
  places: placesRouter,
  stats: statsRouter,
  system: systemRouter,
})

export type AppRouter = typeof appRouter
