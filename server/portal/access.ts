import { demandCapability } from '#server/auth/permissions.ts'
import type { MerchantActor } from '#server/context.ts'
import { AppError } from '#server/errors.ts'
import type { Capability } from '#server/portal/schema.ts'

/**
 * What a merchant's token or key needs for something; undefined: no list of what merchants may do has it.
 * @throws AppError insufficient_access
 */
export function demandMerchantAccess(actor: MerchantActor, capability: Capability | undefined): void {
  if (actor.kind === 'portal' && actor.oneTime)
    throw new AppError('insufficient_access', 'This token works once: exchange it at /api/v1/auth/one-time-token for one that works here.')
  if (capability === undefined)
    throw new AppError('insufficient_access', 'This needs an API key of the environment; what a merchant has is not enough.')
  demandCapability(actor, capability)
}
