import type { Capability } from '#server/portal/schema.ts'

/** Stands in the portal's addresses where the dashboard's have the organization; none may be called so. */
export const portalSlug = 'portal'

/** A portal token that still works, without the token. */
export type PortalSessionView = {
  id: string
  /** The company's own name of it. */
  sessionId: string | null
  user: { id: string; name: string | null } | null
  readOnly: boolean
  createdAt: Date
  expiresAt: Date
}

/** What a portal shows of whose it is, and what its token may do. */
export type PortalPlace = {
  organization: { name: string }
  environment: { name: string }
  application: { id: string; name: string }
  capabilities: readonly Capability[]
}
