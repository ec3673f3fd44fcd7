import { loadApplication } from '#server/applications/queries.ts'
import type { Context } from '#server/context.ts'
import { prisma } from '#server/db.ts'
import { defaultSchedule } from '#server/deliveries/default-schedule.ts'
import { getEndpointWithHealth } from '#server/endpoints/health.ts'
import { type EndpointPath, getEndpointHeaders, loadEndpoint } from '#server/endpoints/queries.ts'
import { openSecrets } from '#server/endpoints/sealed.ts'
import { parseSecret } from '#server/endpoints/secrets.ts'
import type { EndpointView } from '#server/endpoints/view-schema.ts'
import { formatId } from '#server/ids.ts'

/** How long an endpoint may fail (worker/tasks/failing-endpoints.ts): counted while workers are at work, so it may be longer. */
const patienceMs = 5 * 24 * 60 * 60 * 1000

/** @throws AppError not_found */
export async function getEndpointView(context: Context, path: EndpointPath): Promise<EndpointView> {
  const [application, row, endpoint, headers, environment] = await Promise.all([
    loadApplication(context, path.application),
    loadEndpoint(context, path),
    getEndpointWithHealth(context, path),
    getEndpointHeaders(context, path),
    prisma.environment.findUniqueOrThrow({
      where: { id: context.environmentId },
      select: { retrySchedule: true, disableEndpointOnFailure: true },
    }),
  ])
  const steps = [row.retrySchedule, environment.retrySchedule].find(schedule => schedule.length > 0) ?? defaultSchedule
  const [current, ...old] = openSecrets(row)
  const ends = old.flatMap(({ expiresAt }) => (expiresAt === null ? [] : [new Date(expiresAt)]))
  return {
    ...endpoint,
    application: { id: formatId('application', application.id), name: application.name },
    headers,
    secret: { kind: (current && parseSecret(current.key)?.kind) ?? 'hmac', oldUntil: ends.filter(end => end.getTime() > Date.now()) },
    schedule: { steps: [...steps], inherited: endpoint.retrySchedule === null },
    disablesAt:
      environment.disableEndpointOnFailure && !row.disabled && row.failingSince ? new Date(row.failingSince.getTime() + patienceMs) : null,
    disabledReason: row.disabledReason,
  }
}
