import type { Actor, MerchantActor, Role } from '#server/context.ts'
import { AppError } from '#server/errors.ts'
import type { Capability } from '#server/portal/schema.ts'

/** Who may do what: the one table behind API key scopes, tRPC procedures and what the pages offer. Each names the least role. */
export const permissions = {
  read: 'viewer',
  configure: 'developer', // applications, endpoints, event types
  send: 'developer',
  resend: 'developer',
  resendEdited: 'developer',
  revealSecrets: 'developer',
  rotateSecrets: 'developer',
  manageKeys: 'admin',
  manageEnvironment: 'admin',
  manageMembers: 'admin', // below owner
  deleteApplication: 'admin',
  expunge: 'admin',
  viewSystem: 'admin', // workers, queues and sizes are the whole installation's
  actAsMerchant: 'admin',
  manageOrganization: 'owner', // owners, deleting an environment
} as const satisfies Record<string, Role>

export type Permission = keyof typeof permissions

/** The capability that stands for a permission where a merchant acts; what has none is never a merchant's. */
export const capabilityFor: Partial<Record<Permission, Capability>> = {
  read: 'ViewBase',
  configure: 'ManageEndpoint',
  send: 'CreateAttempts',
  resend: 'CreateAttempts',
  revealSecrets: 'ViewEndpointSecret',
  rotateSecrets: 'ManageEndpointSecret',
}

const ranks: Record<Role, number> = { viewer: 0, developer: 1, admin: 2, owner: 3 }

export const roleMay = (role: Role, permission: Permission): boolean => ranks[role] >= ranks[permissions[permission]]

export function may(actor: Actor, permission: Permission): boolean {
  switch (actor.kind) {
    case 'key':
    case 'user':
      return roleMay(actor.role, permission)
    case 'system':
      return true
    // A merchant's token or key has no role: what it may do is asked by capability.
    case 'portal':
    case 'integration':
      return false
  }
}

export const isMerchant = (actor: Actor): actor is MerchantActor => actor.kind === 'portal' || actor.kind === 'integration'

/** @throws AppError insufficient_access */
export function demand(actor: Actor, permission: Permission): void {
  if (may(actor, permission)) return
  throw new AppError('insufficient_access', `This needs the role ${permissions[permission]} or a higher one.`)
}

/** @throws AppError insufficient_access */
export function demandCapability({ capabilities }: MerchantActor, capability: Capability): void {
  if (!capabilities.includes(capability)) throw new AppError('insufficient_access', `This needs the capability ${capability}.`)
}
