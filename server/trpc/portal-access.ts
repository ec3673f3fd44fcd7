import { capabilityFor, isMerchant, type Permission } from '#server/auth/permissions.ts'
import type { Context } from '#server/context.ts'
import { notFound } from '#server/errors.ts'
import { formatId } from '#server/ids.ts'
import { demandMerchantAccess } from '#server/portal/access.ts'
import { portalSlug } from '#server/portal/session-schema.ts'

/**
 * The procedures that a portal calls, each of which stays inside the Context's application. What is not here is not for merchants: a new
 * procedure is refused until somebody decides. The capability that it needs is the one of its permission.
 */
export const portalProcedures: ReadonlySet<string> = new Set([
  'portal.place',
  'applications.get',
  'endpoints.list',
  'endpoints.get',
  'endpoints.figures',
  'endpoints.deliveries',
  'endpoints.eventTypes',
  'endpoints.create',
  'endpoints.update',
  'endpoints.setPaused',
  'endpoints.delete',
  'endpoints.revealSecret',
  'endpoints.rotateSecret',
  'endpoints.revokeOldSecrets',
  'endpoints.sendExample',
  'endpoints.missed',
  'endpoints.replayable',
  'endpoints.activeReplay',
  'messages.list',
  'messages.news',
  'messages.changes',
  'messages.get',
  'messages.payload',
  'messages.attempts',
  'messages.attempt',
  'messages.searchEndpoints',
  'messages.searchEventTypes',
  'messages.searchLabels',
  'attempts.diagnosis',
  'attempts.reproduce',
  'deliveries.resend',
  'deliveries.cancelMany',
  'eventTypes.list',
  'eventTypes.offered',
  'eventTypes.subscribers',
  'eventTypes.types',
  'eventTypes.schema',
  'stats.activity',
  'replays.list',
  'replays.get',
  'replays.target',
  'replays.preview',
  'replays.create',
  'replays.cancel',
])

type Place = { organization: string; environment: string }

/**
 * The Context of a portal's request, when its token may call the procedure.
 * @throws AppError insufficient_access; not_found when the address is another environment's
 */
export function openPortal(context: Context, { organization, environment }: Place, procedure: string, permission: Permission): Context {
  const { actor } = context
  if (!isMerchant(actor)) throw new Error('a portal without a merchant')
  demandMerchantAccess(actor, portalProcedures.has(procedure) ? capabilityFor[permission] : undefined)
  if (organization !== portalSlug || environment !== formatId('environment', context.environmentId)) throw notFound('Portal')
  return context
}
