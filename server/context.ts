import type { Id } from '#server/ids.ts'

/** Scopes of API keys and roles of members, by server/auth/permissions.ts. */
export type Role = 'owner' | 'admin' | 'developer' | 'viewer'
export type KeyScope = Exclude<Role, 'owner'>

export type Actor =
  | { kind: 'key'; id: Id<'apiKey'>; role: KeyScope }
  | { kind: 'user'; id: Id<'user'>; role: Role }
  | { kind: 'system'; name: string }

declare const proof: unique symbol

/**
 * Whose data may be touched, and who touches it. Every query and mutation takes one and narrows by it; only `server/auth`
 * makes one (the brand keeps others from writing it down), so an unscoped query does not compile.
 */
export type Context = {
  readonly [proof]: true
  readonly organizationId: Id<'organization'>
  readonly environmentId: Id<'environment'>
  readonly actor: Actor
}

/** For `server/auth` alone. */
export const makeContext = (fields: Pick<Context, 'organizationId' | 'environmentId' | 'actor'>): Context => fields as Context
