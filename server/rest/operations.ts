import type { Operation } from '#server/rest/operation.ts'
import { applicationOperations } from '#server/rest/routes/applications.ts'
import { attemptOperations } from '#server/rest/routes/attempts.ts'
import { authenticationOperations } from '#server/rest/routes/authentication.ts'
import { backgroundTaskOperations } from '#server/rest/routes/background-tasks.ts'
import { catalogOperations } from '#server/rest/routes/catalog.ts'
import { deliveryOperations } from '#server/rest/routes/deliveries.ts'
import { endpointMissedOperations } from '#server/rest/routes/endpoint-missed.ts'
import { endpointOperations } from '#server/rest/routes/endpoints.ts'
import { environmentOperations } from '#server/rest/routes/environment.ts'
import { eventTypeOperations } from '#server/rest/routes/event-types.ts'
import { integrationOperations } from '#server/rest/routes/integrations.ts'
import { messageOperations } from '#server/rest/routes/messages.ts'
import { operationalEndpointOperations } from '#server/rest/routes/operational-endpoints.ts'
import { replayOperations } from '#server/rest/routes/replays.ts'
import { statisticsOperations } from '#server/rest/routes/statistics.ts'

/** The whole API. What is not here is not served, documented or tested. */
export const operations: readonly Operation[] = [
  ...applicationOperations,
  ...endpointOperations,
  ...endpointMissedOperations,
  ...eventTypeOperations,
  ...catalogOperations,
  ...messageOperations,
  ...attemptOperations,
  ...deliveryOperations,
  ...authenticationOperations,
  ...operationalEndpointOperations,
  ...replayOperations,
  ...backgroundTaskOperations,
  ...statisticsOperations,
  ...integrationOperations,
  ...environmentOperations,
]
