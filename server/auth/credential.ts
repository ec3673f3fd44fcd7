import { authenticateKey, forgetKeys } from '#server/auth/api-key.ts'
import { authenticateIntegration, forgetIntegrationKeys, isIntegrationKey } from '#server/auth/integration-key.ts'
import { forgetWhenRevoked } from '#server/auth/look-ups.ts'
import { authenticatePortal, forgetPortalTokens, isPortalToken } from '#server/auth/portal-token.ts'
import type { Context } from '#server/context.ts'

/** The Context of a request by its API key, portal token or integration's key. @throws AppError authentication_failed */
export function authenticate(authorization: string | undefined): Promise<Context> {
  if (isPortalToken(authorization)) return authenticatePortal(authorization)
  return isIntegrationKey(authorization) ? authenticateIntegration(authorization) : authenticateKey(authorization)
}

/** From now on a revocation by any process counts here at once, and not within a second only. */
export const heedRevocations = (): (() => void) =>
  forgetWhenRevoked(() => {
    forgetKeys()
    forgetPortalTokens()
    forgetIntegrationKeys()
  })
