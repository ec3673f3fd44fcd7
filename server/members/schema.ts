import { z } from 'zod'
import { roles } from '#server/members/roles.ts'

const role = z.enum(roles)

export const InviteIn = z.object({ email: z.email('Enter an e-mail address.').max(254), role })
export type InviteIn = z.infer<typeof InviteIn>

export const RoleIn = z.object({ user: z.string().max(64), role })
export type RoleIn = z.infer<typeof RoleIn>

export const memberOut = z.object({ id: z.string(), name: z.string(), email: z.string(), role, since: z.date() })
export type MemberOut = z.infer<typeof memberOut>

/** An invitation that nobody has accepted yet. */
export type InviteOut = { id: string; email: string; role: (typeof roles)[number]; expiresAt: Date }
