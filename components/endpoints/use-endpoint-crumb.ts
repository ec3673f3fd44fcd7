'use client'
import { applicationsPath, developersPath, endpointListPath } from '#components/shell/paths.ts'
import { useMerchant, useScope } from '#components/shell/place.tsx'

/** Above an endpoint: its application, or the list of those for operational events. `name`: the application's. */
export function useEndpointCrumb(place: { application: string; operational: boolean }, name: string | undefined) {
  const scope = useScope()
  const href = endpointListPath(scope, place)
  // A portal is of one application, and begins with its endpoints.
  if (useMerchant()) return { title: 'Endpoints', href }
  return place.operational
    ? { title: 'Operational webhooks', href, parent: { title: 'Developers', href: developersPath(scope) } }
    : { title: name ?? '…', href, parent: { title: 'Applications', href: applicationsPath(scope) } }
}
