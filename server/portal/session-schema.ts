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
