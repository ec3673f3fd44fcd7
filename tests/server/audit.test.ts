import { expect, test } from 'vitest'
import { listAuditEntries } from '#server/audit/queries.ts'
import { prisma } from '#server/db.ts'
import { formatId } from '#server/ids.ts'
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
