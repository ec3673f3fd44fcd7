'use client'
import { usePlace } from '#components/shell/place.tsx'
import { notOffered } from '#components/ui/button.tsx'
import { capabilityFor, type Permission, permissions, roleMay } from '#server/auth/permissions.ts'

/** Why the reader may not do something, or null; a merchant is not even offered it. `doing`: "Pausing an endpoint". */
export function useRefusal(permission: Permission, doing: string): string | null {
  const { reader } = usePlace()
  if (reader.kind === 'merchant') {
    const capability = capabilityFor[permission]
    return capability !== undefined && reader.capabilities.includes(capability) ? null : notOffered
  }
  if (roleMay(reader.role, permission)) return null
  return `Your role is ${reader.role}. ${doing} needs the role ${permissions[permission]} or a higher one.`
}
