import { expect, test } from 'vitest'
import { demand, demandCapability, may, type Permission, permissions, roleMay } from '#server/auth/permissions.ts'
import type { Actor, Role } from '#server/context.ts'
import type { Id } from '#server/ids.ts'

/** The table of the decisions, written out: owner, admin, developer, viewer. */
const table: Record<Permission, [boolean, boolean, boolean, boolean]> = {
  read: [true, true, true, true],
  configure: [true, true, true, false],
  send: [true, true, true, false],
  resend: [true, true, true, false],
  resendEdited: [true, true, true, false],
  revealSecrets: [true, true, true, false],
  rotateSecrets: [true, true, true, false],
  manageKeys: [true, true, false, false],
  manageEnvironment: [true, true, false, false],
  manageMembers: [true, true, false, false],
  deleteApplication: [true, true, false, false],
  expunge: [true, true, false, false],
  viewSystem: [true, true, false, false],
  actAsMerchant: [true, true, false, false],
  manageOrganization: [true, false, false, false],
}
const roles: Role[] = ['owner', 'admin', 'developer', 'viewer']

test.each(Object.keys(permissions) as Permission[])('%s', permission => {
  expect(roles.map(role => roleMay(role, permission))).toEqual(table[permission])
})

test('a merchant’s token has capabilities, and none of the table’s rights', () => {
  const merchant = { kind: 'portal', id: 'p' as Id<'portalSession'>, capabilities: ['ViewBase'], featureFlags: [], user: null } as const
  expect((Object.keys(permissions) as Permission[]).filter(permission => may(merchant, permission))).toEqual([])
  expect(() => demandCapability(merchant, 'ViewBase')).not.toThrow()
  expect(() => demandCapability(merchant, 'CreateAttempts')).toThrow(
    expect.objectContaining({ code: 'insufficient_access', message: expect.stringContaining('CreateAttempts') }),
  )
})

test('a key, a member and the system are asked by the same table', () => {
  const key: Actor = { kind: 'key', id: 'k' as Id<'apiKey'>, role: 'viewer' }
  const member: Actor = { kind: 'user', id: 'u' as Id<'user'>, role: 'owner' }
  const system: Actor = { kind: 'system', name: 'test' }
  expect([key, member, system].map(actor => may(actor, 'configure'))).toEqual([false, true, true])
  expect(() => demand(key, 'configure')).toThrow(
    expect.objectContaining({ code: 'insufficient_access', message: expect.stringContaining('developer') }),
  )
  expect(() => demand(member, 'configure')).not.toThrow()
})
