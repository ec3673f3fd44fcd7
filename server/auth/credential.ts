import { authenticateKey, forgetKeys } from '#server/auth/api-key.ts'
import { forgetWhenRevoked } from '#server/auth/look-ups.ts'
import { authenticatePortal, forgetPortalTokens, isPortalToken } from '#server/auth/portal-token.ts'
import type { Context } from '#server/context.ts'

/** The Context of a request by its API key or portal token. @throws AppError authentication_failed */
export const authenticate = (authorization: string | undefined): Promise<Context> =>
  isPortalToken(authorization) ? authenticatePortal(authorization) : authenticateKey(authorization)

/** From now on a revocation by any process counts here at once, and not within a second only. */
export const heedRevocations = (): (() => void) =>
  forgetWhenRevoked(() => {
    forgetKeys()
    forgetPortalTokens()
  })
