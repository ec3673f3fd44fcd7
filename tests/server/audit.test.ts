import { expect, test } from 'vitest'
import { nameAction } from '#components/audit/words.ts'
import { auditActions } from '#server/audit/actions.ts'
import { listAuditEntries } from '#server/audit/queries.ts'
import type { Actor } from '#server/context.ts'
import { prisma } from '#server/db.ts'
import { formatId, parseId } from '#server/ids.ts'
import { createIntegration, deleteIntegration } from '#server/integrations/mutations.ts'
import { changeRole } from '#server/members/mutations.ts'
import { write } from '#server/writes.ts'
import { seedEnvironment, seedMerchant } from '#tests/support/seed.ts'

const everything = { actor: null, action: null }

test('pages lead through everything of the environment and of its organization, and of no other', async () => {
  const shop = await seedMerchant()
  await seedMerchant()
  const { organizationId } = shop.context
  const user = await prisma.user.create({
    data: { email: 'ada@example.com', name: 'Ada', passwordHash: '', members: { create: { organizationId, role: 'viewer' } } },
  })
  for (let number = 0; number < 60; number++)
    await prisma.application.update({ where: { id: shop.applicationId }, data: { name: `Shop ${number}` } })
  await write(shop.context, tx => changeRole(shop.context, { user: formatId('user', user.id), role: 'admin' }, tx))

  const first = await listAuditEntries(shop.context, everything)
  const second = await listAuditEntries(shop.context, { ...everything, cursor: first.cursor })
  const rows = [...first.rows, ...second.rows]
  expect([first.rows.length, second.cursor]).toEqual([50, null])
  expect(rows.map(row => row.id)).toEqual(
    rows
      .map(row => row.id)
      .toSorted()
      .reverse(),
  )
  expect(rows).toHaveLength(await prisma.auditEntry.count({ where: { organizationId } }))
  expect(first.rows[0]).toMatchObject({
    actor: { kind: 'system', name: 'test', id: null },
    action: 'member.update',
    target: { kind: 'member', id: formatId('user', user.id), name: 'Ada' },
    changes: [{ name: 'role', before: 'viewer', after: 'admin' }],
  })
  expect(rows.at(-1)?.action).toBe('organization.create')
})

test('is narrowed by actor and action; what is no id matches nobody', async () => {
  const context = await seedEnvironment()
  const actions = async (filter: object) => (await listAuditEntries(context, { ...everything, ...filter })).rows.map(row => row.action)
  expect(await actions({})).toEqual(['environment.create', 'organization.create'])
  expect(await actions({ action: 'environment.create' })).toEqual(['environment.create'])
  expect(await actions({ actor: 'system' })).toHaveLength(2)
  expect(await actions({ actor: formatId('user', context.organizationId) })).toEqual([])
  expect(await actions({ actor: 'garbage' })).toEqual([])
})

test('a key of an integration is named by it, as long as it is there', async () => {
  const { context, applicationId } = await seedMerchant()
  const application = formatId('application', applicationId)
  const made = await write(context, tx => createIntegration(context, application, { name: 'Zap', featureFlags: [] }, tx))
  const id = parseId('integration', made.id)!
  const actor: Actor = { kind: 'integration', id, capabilities: [], featureFlags: [] }
  await write({ actor }, tx => tx.application.update({ where: { id: applicationId }, data: { name: 'By a key' } }))
  const actors = async () => (await listAuditEntries(context, { actor: made.id, action: null })).rows.map(row => row.actor)
  expect(await actors()).toEqual([{ kind: 'integration', id: made.id, name: 'Zap' }])
  await write(context, tx => deleteIntegration(context, { application, integration: made.id }, tx))
  expect(await actors()).toEqual([{ kind: 'integration', id: made.id, name: 'Deleted integration' }])
  const [{ action, target } = {}] = (await listAuditEntries(context, everything)).rows
  expect([action, target]).toEqual(['integration.delete', { kind: 'integration', id: made.id, name: 'Zap' }])
})

test('every action has its words', () => {
  for (const action of auditActions) expect(nameAction(action)).toMatch(/^[A-Z][a-zA-Z ]+$/)
})
