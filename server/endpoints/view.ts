import type { Context } from '#server/context.ts'
import { prisma } from '#server/db.ts'
import { defaultSchedule } from '#server/deliveries/default-schedule.ts'
import { readHealth } from '#server/endpoints/health.ts'
import { type EndpointPath, loadEndpoint, toEndpointOut, toHeadersOut } from '#server/endpoints/queries.ts'
import { openSecrets } from '#server/endpoints/sealed.ts'
import { parseSecret } from '#server/endpoints/secrets.ts'
import type { EndpointView } from '#server/endpoints/view-schema.ts'
import { formatId } from '#server/ids.ts'

/** How long an endpoint may fail (worker/tasks/failing-endpoints.ts): counted while workers are at work, so it may be longer. */
const patienceMs = 5 * 24 * 60 * 60 * 1000

/** @throws AppError not_found */
export async function getEndpointView(context: Context, path: EndpointPath): Promise<EndpointView> {
  const row = await loadEndpoint(context, path)
  const [application, health, environment] = await Promise.all([
    prisma.application.findUniqueOrThrow({ where: { id: row.applicationId }, select: { id: true, name: true } }),
    readHealth(row),
    prisma.environment.findUniqueOrThrow({
      where: { id: context.environmentId },
      select: { retrySchedule: true, disableEndpointOnFailure: true },
    }),
  ])
  const steps = [row.retrySchedule, environment.retrySchedule].find(schedule => schedule.length > 0) ?? defaultSchedule
  const [current, ...old] = openSecrets(row)
  const ends = old.flatMap(({ expiresAt }) => (expiresAt === null ? [] : [new Date(expiresAt)]))
  return {
    ...toEndpointOut(row),
    health,
    application: { id: formatId('application', application.id), name: application.name },
    operational: context.operational ?? false,
    headers: toHeadersOut(row),
    secret: { kind: (current && parseSecret(current.key)?.kind) ?? 'hmac', oldUntil: ends.filter(end => end.getTime() > Date.now()) },
    schedule: { steps: [...steps], inherited: row.retrySchedule.length === 0 },
    disablesAt:
      environment.disableEndpointOnFailure && !row.disabled && row.failingSince ? new Date(row.failingSince.getTime() + patienceMs) : null,
    disabledReason: row.disabledReason,
  }
}
