import type { Id } from '#server/ids.ts'
import type { Capability } from '#server/portal/schema.ts'

/** Scopes of API keys and roles of members, by server/auth/permissions.ts. */
export type Role = 'owner' | 'admin' | 'developer' | 'viewer'
export type KeyScope = Exclude<Role, 'owner'>

export type Actor =
  | { kind: 'key'; id: Id<'apiKey'>; role: KeyScope }
  | { kind: 'user'; id: Id<'user'>; role: Role }
  | { kind: 'system'; name: string }
  | {
      kind: 'portal'
      id: Id<'portalSession'>
      capabilities: readonly Capability[]
      featureFlags: readonly string[]
      /** Who the company says it is. */
      user: { id: string; name: string | null } | null
      /** Good for nothing but to be exchanged. */
      oneTime?: boolean
    }
  | { kind: 'integration'; id: Id<'integration'>; capabilities: readonly Capability[]; featureFlags: readonly string[] }

/** Who acts for a merchant: has capabilities instead of a role, and a Context of one application. */
export type MerchantActor = Extract<Actor, { capabilities: readonly Capability[] }>

declare const proof: unique symbol

/**
 * Whose data may be touched, and who touches it. Every query and mutation takes one and narrows by it; only `server/auth`
 * makes one (the brand keeps others from writing it down), so an unscoped query does not compile.
 */
export type Context = {
  readonly [proof]: true
  readonly organizationId: Id<'organization'>
  readonly environmentId: Id<'environment'>
  /** Of a merchant: nothing outside this application may be touched. */
  readonly applicationId?: Id<'application'>
  /** Reaches the application of operational events, and no other does. */
  readonly operational?: true
  readonly actor: Actor
}

/** For `server/auth` alone. */
export const makeContext = (
  fields: Pick<Context, 'organizationId' | 'environmentId' | 'applicationId' | 'operational' | 'actor'>,
): Context => fields as Context

/** What statements narrow by: the environment, and a merchant's application; null: all of the environment's. */
export const reachOf = ({ environmentId, applicationId }: Context): [Id<'environment'>, Id<'application'> | null] => [
  environmentId,
  applicationId ?? null,
]
