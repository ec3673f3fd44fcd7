import type { AuditFilter } from '#server/audit/schema.ts'

/** The filter as it stands in the address. */
export const readAuditFilter = (params: Pick<URLSearchParams, 'get'>): AuditFilter => ({
  actor: params.get('actor')?.slice(0, 64) || null,
  action: params.get('action')?.slice(0, 64) || null,
})

export function writeAuditFilter({ actor, action }: AuditFilter): string {
  const params = new URLSearchParams()
  if (actor !== null) params.set('actor', actor)
  if (action !== null) params.set('action', action)
  return params.size === 0 ? '' : `?${params}`
}
