import { afterAll, beforeEach, expect, test } from 'vitest'
import { systemContext } from '#server/auth/system.ts'
import type { Context } from '#server/context.ts'
import { pool, prisma } from '#server/db.ts'
import { createEnvironment } from '#server/environments/mutations.ts'
import { changeEnvironment } from '#server/environments/settings.ts'
import { compareWith, exportEnvironment, importEnvironment, previewImport, takeOver } from '#server/environments/transfer.ts'
import { EnvironmentImport } from '#server/environments/transfer-schema.ts'
import { createEventType } from '#server/event-types/mutations.ts'
import { EventTypeIn } from '#server/event-types/schema.ts'
import { parseId } from '#server/ids.ts'
import { write } from '#server/writes.ts'
import { seedEnvironment } from '#tests/support/seed.ts'

let here: Context
let there: Context
beforeEach(async () => {
  here = await seedEnvironment()
  const { id } = await createEnvironment(here, { slug: 'staging', allowHttp: true }, prisma)
  there = await systemContext(parseId('environment', id)!, 'test')
})
afterAll(() => pool.end())

const schemas = { 1: { type: 'object', properties: { id: { type: 'string' } } } }
const addType = (context: Context, name: string, fields: object = {}) =>
  createEventType(context, EventTypeIn.parse({ name, description: name, ...fields }), prisma)
const namesOf = async () => (await compareWith(here, there)).differences.map(({ name, where }) => `${name} ${where}`)
const take = (settings: string[], eventTypes: string[]) =>
  write(here, tx => takeOver(here, there, { settings: settings as 'payloadDays'[], eventTypes }, tx))
const entriesOf = async ({ environmentId }: Context) =>
  (
    await pool.query<{ action: string; target_name: string }>(
      'select action, target_name from audit_entry where environment_id = $1 order by id',
      [environmentId],
    )
  ).rows.map(({ action, target_name }) => `${action} ${target_name}`)

test('what is chosen is taken over, whole, with an entry in the audit log, and the rest stays', async () => {
  await addType(here, 'order.paid', { description: 'before', groupName: 'order' })
  await addType(here, 'order.own')
  await addType(there, 'order.paid', { schemas, featureFlags: ['beta'] })
  await addType(there, 'order.refunded')
  await addType(there, 'order.left')
  await changeEnvironment(there, { payloadDays: 7, retrySchedule: [5, 60], productName: 'Acme' }, prisma)
  expect(await namesOf()).toEqual([
    'productName both',
    'retrySchedule both',
    'payloadDays both',
    'order.left there',
    'order.own here',
    'order.paid both',
    'order.refunded there',
  ])
  const before = (await entriesOf(here)).length
  await take(['payloadDays', 'retrySchedule'], ['order.paid', 'order.refunded'])
  expect(await namesOf()).toEqual(['productName both', 'order.left there', 'order.own here'])
  const { settings, eventTypes } = await exportEnvironment(here)
  expect(settings).toMatchObject({ payloadDays: 7, retrySchedule: [5, 60], productName: null })
  expect(eventTypes).toMatchObject([
    { name: 'order.own' },
    { name: 'order.paid', description: 'order.paid', schemas, groupName: null, featureFlags: ['beta'] },
    { name: 'order.refunded' },
  ])
  expect((await entriesOf(here)).slice(before).toSorted()).toEqual([
    'environment.update test',
    'event_type.create order.refunded',
    'event_type.update order.paid',
  ])
})

test('what is there no more is refused, and nothing is taken', async () => {
  await addType(there, 'order.paid')
  await expect(take(['allowHttp'], ['order.paid', 'order.gone'])).rejects.toMatchObject({ code: 'conflict' })
  expect(await namesOf()).toEqual(['order.paid there'])
})

test('a preview says what the import then does, and does nothing', async () => {
  await addType(here, 'order.paid', { description: 'before' })
  await addType(here, 'order.own')
  await addType(there, 'order.paid')
  await addType(there, 'order.new')
  await changeEnvironment(there, { payloadDays: 7 }, prisma)
  const file = EnvironmentImport.parse(await exportEnvironment(there))
  const preview = await previewImport(here, file)
  expect(preview.differences.map(({ name, where }) => `${name} ${where}`)).toEqual([
    'payloadDays both',
    'order.new there',
    'order.paid both',
  ])
  expect((await previewImport(here, file)).differences).toEqual(preview.differences)
  await write(here, tx => importEnvironment(here, file, tx))
  expect((await previewImport(here, file)).differences).toEqual([])
  expect(await namesOf()).toEqual(['order.own here'])
})

test('a preview refuses what the import would, at its place', async () => {
  const file = EnvironmentImport.parse({
    eventTypes: [
      { name: 'a', description: '' },
      { name: 'b', description: '', schemas: { 1: { type: 'nothing' } } },
    ],
  })
  await expect(previewImport(here, file)).rejects.toMatchObject({ issues: [{ loc: ['body', 'eventTypes', 1, 'schemas', '1', 'type'] }] })
})
