/** What a member may be, the mightiest first; what each may do: server/auth/permissions.ts. */
export const roles = ['owner', 'admin', 'developer', 'viewer'] as const
