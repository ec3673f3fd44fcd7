'use client'
import { usePlace } from '#components/shell/place.tsx'
import { type Permission, permissions, roleMay } from '#server/auth/permissions.ts'

/** Why the reader may not do something, or null. `doing`: "Pausing an endpoint". */
export function useRefusal(permission: Permission, doing: string): string | null {
  const { role } = usePlace()
  if (roleMay(role, permission)) return null
  return `Your role is ${role}. ${doing} needs the role ${permissions[permission]} or a higher one.`
}
