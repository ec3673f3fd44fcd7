import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { expect, signInAs, type Tenant, test } from '#tests/e2e/support/fixtures.ts'
import { inspect } from '#tests/e2e/support/inspect.ts'
import { sectionOf } from '#tests/e2e/support/story.ts'

// Some flows stop to look at a screen six times.
test.describe.configure({ timeout: 240_000 })

const pathOf = (tenant: Tenant, name = '') => `${sectionOf(tenant, 'event-types')}${name && `/${name}`}`
const editor = (page: Page) => page.getByRole('textbox', { name: /^Schema, version/ })
const panel = (page: Page, name: string) => page.getByRole('region', { name, exact: true })

const payment = {
  type: 'object',
  properties: {
    id: { type: 'string', description: 'Ours, the same on every attempt.' },
    amount: { type: 'integer', minimum: 1 },
    currency: { enum: ['EUR', 'USD'] },
  },
  required: ['id', 'amount', 'currency'],
  examples: [{ id: 'pay_13443', amount: 5800, currency: 'USD' }],
}

async function fillCatalog(tenant: Tenant): Promise<void> {
  const types = [
    { name: 'dispute.opened', description: 'A customer’s bank has asked for a payment back' },
    { name: 'dispute.closed', description: 'The bank has decided', deprecated: true },
    {
      name: 'payment.succeeded',
      description: 'A payment was captured',
      groupName: 'payments',
      schemas: { '1': { type: 'object' }, '2': payment },
    },
    { name: 'payment.failed', description: 'A payment was refused by the bank, or ran out of time', schemas: { '1': payment } },
    { name: 'payout.paid', description: 'Money is on its way to the merchant', featureFlags: ['payouts'] },
    { name: 'refund.succeeded', description: 'A payment was given back', schemas: { '1': payment } },
  ]
  for (const type of types) await tenant.api('POST', '/event-type', type)
  await tenant.api('POST', '/app', { uid: 'joe', name: "Joe's T-Shirts" })
  await tenant.api('POST', '/app', { uid: 'lake', name: 'North Lake Coffee' })
  const add = (app: string, url: string, more = {}) => tenant.api('POST', `/app/${app}/endpoint`, { url, ...more })
  await add('joe', 'https://joes-tshirts.example.com/webhooks/payments', { eventTypes: ['payment.succeeded', 'payment.failed'] })
  await add('lake', 'https://hooks.example.com/posthorn', {})
  await add('lake', 'https://old.example.com/posthorn', { eventTypes: ['payment.succeeded'], disabled: true })
}

test('an event type is created, given a schema, and found again', async ({ page, tenant }) => {
  await signInAs(page, tenant.owner)
  await page.goto(pathOf(tenant))
  await page.getByRole('button', { name: 'Create one' }).click()
  const dialog = page.getByRole('dialog', { name: 'New event type' })
  await dialog.getByLabel('Name').fill('order paid')
  await dialog.getByRole('button', { name: 'Create' }).click()
  await expect(dialog.getByText('may hold letters, digits and - _ . only')).toBeVisible()
  await dialog.getByLabel('Name').fill('order.paid')
  await dialog.getByLabel('Description').fill('An order was paid')
  await dialog.getByRole('button', { name: 'Create' }).click()
  await expect(page).toHaveURL(pathOf(tenant, 'order.paid'))
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('order.paid')

  await page.getByRole('button', { name: 'Write a schema' }).click()
  await editor(page).fill(JSON.stringify(payment, null, 2))
  await expect(panel(page, 'Example')).toContainText('"pay_13443"')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Version 1 is saved.')).toBeVisible()
  expect((await tenant.api('GET', '/event-type/order.paid')).schemas).toEqual({ '1': payment })

  await page.getByRole('button', { name: 'New version' }).click()
  await editor(page).fill('{"type": "object", "properties": {"total": {"type": "number"}}}')
  await expect(panel(page, 'Example')).toContainText('"total": 1.5')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Version 2 is saved.')).toBeVisible()
  await page.getByRole('button', { name: 'v1' }).click()
  await expect(editor(page)).toHaveValue(/pay_13443/)

  await page.getByRole('button', { name: 'Edit' }).click()
  await page.getByRole('dialog').getByLabel('Feature flags').fill('beta, new')
  await page.getByRole('dialog').getByLabel('Deprecated').check()
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('main')).toContainText('beta, new')
  await expect(page.getByRole('main').getByText('Deprecated')).toBeVisible()

  await page.getByRole('link', { name: 'Event types' }).first().click()
  await page.getByLabel('Search by name or description').fill('was paid')
  await expect(page).toHaveURL(/q=was\+paid/)
  await expect(page.getByRole('row', { name: /order\.paid/ })).toContainText('Version 2')
  await page.getByLabel('Search by name or description').fill('never')
  await expect(page.getByRole('heading', { name: 'No event type matches “never”' })).toBeVisible()
  await page.getByRole('button', { name: 'Clear search' }).click()
  await expect(page.getByRole('row', { name: /order\.paid/ })).toBeVisible()
  await expect(page.getByLabel('Search by name or description')).toHaveValue('')
  await expect(page).toHaveURL(pathOf(tenant))
})

test('a broken schema shows the place, and can’t be saved', async ({ page, tenant }) => {
  await fillCatalog(tenant)
  await signInAs(page, tenant.owner)
  await page.goto(pathOf(tenant, 'payment.failed'))
  const faults = page.getByRole('list', { name: 'Faults' })
  const save = page.getByRole('button', { name: 'Save' })

  await editor(page).fill('{\n  "type": "object",\n  "properties": {}\n  "required": []\n}')
  await expect(faults).toContainText('Line 4')
  await save.focus()
  await expect(page.getByRole('tooltip', { name: /Repair what is listed/ })).toBeVisible()
  await save.click({ force: true })

  await editor(page).fill('{\n  "properties": {\n    "id": {"type": "string"},\n    "amount": {"type": "money"}\n  }\n}')
  await expect(faults).toContainText('Line 4/properties/amount/type: must be one of "array"')
  await expect(panel(page, 'Example')).toContainText('It appears when the schema is valid.')

  await editor(page).fill('{\n  "properties": {\n    "id": {"type": "string"}\n  },\n  "examples": [\n    {"id": 7}\n  ]\n}')
  await expect(faults).toContainText('Line 6/examples/0/id: The example must be string.')
  await inspect(page, 'event-type-faults')
  await faults.getByRole('button').click()
  await expect(editor(page)).toBeFocused()
  expect(await editor(page).evaluate((area: HTMLTextAreaElement) => area.value.slice(0, area.selectionStart).split('\n').length)).toBe(6)
  await page.keyboard.press('End')
  await page.keyboard.press('Enter')
  await expect(editor(page)).toHaveValue(/\{"id": 7\}\n {4}\n/)

  await page.getByRole('button', { name: 'Discard' }).click()
  await expect(editor(page)).toHaveValue(/pay_13443/)
  expect((await tenant.api('GET', '/event-type/payment.failed')).schemas).toEqual({ '1': payment })
})

const document = `openapi: 3.1.0
webhooks:
  payment.succeeded:
    post:
      description: A payment was captured, all of it
  payment.reversed:
    post:
      summary: The bank took a payment back
      requestBody:
        content:
          application/json:
            schema: {$ref: '#/components/schemas/Payment'}
components:
  schemas:
    Payment: {type: object, properties: {id: {type: string}}}
`

test('a document is looked through, and then imported', async ({ page, tenant }) => {
  await fillCatalog(tenant)
  await signInAs(page, tenant.owner)
  await page.goto(pathOf(tenant))
  await page.getByRole('button', { name: 'Import' }).click()
  const dialog = page.getByRole('dialog', { name: 'Import an OpenAPI document' })
  await dialog.getByRole('textbox').fill(document.replace('schemas/Payment', 'schemas/Nobody'))
  await dialog.getByRole('button', { name: 'Preview' }).click()
  await expect(dialog.getByRole('list', { name: 'Faults' })).toContainText('Line 12')
  await expect(dialog).toContainText('Nothing is at #/components/schemas/Nobody.')
  await inspect(page, 'event-types-import-faults')

  await dialog
    .getByLabel('OpenAPI file')
    .setInputFiles({ name: 'openapi.yaml', mimeType: 'application/yaml', buffer: Buffer.from(document) })
  await expect(dialog.getByRole('textbox')).toHaveValue(document)
  await dialog.getByLabel(/^Archive every event type/).check()
  await dialog.getByRole('button', { name: 'Preview' }).click()
  const preview = dialog.getByRole('region', { name: 'What would change' })
  await expect(preview).toContainText('New1payment.reversedThe bank took a payment back')
  await expect(preview).toContainText('Changed1payment.succeeded')
  await expect(preview).toContainText('does not name it5dispute.closed')
  await inspect(page, 'event-types-import')
  expect((await tenant.api('GET', '/event-type')).data).toHaveLength(6)

  const apply = dialog.getByRole('button', { name: 'Import: 1 new, 1 changed, 5 archived' })
  await page.route('**/api/trpc/eventTypes.importOpenApi*', route => route.abort())
  await apply.click()
  await expect(dialog.getByRole('alert')).toHaveText('The server can’t be reached now.')
  await page.unrouteAll()
  await dialog.getByRole('button', { name: 'Back' }).click()
  await expect(dialog.getByRole('alert')).toBeHidden()
  await dialog.getByRole('button', { name: 'Preview' }).click()
  await apply.click()
  await expect(page.getByText('Imported: 1 new, 1 changed, 5 archived.')).toBeVisible()
  await expect(page.getByRole('row', { name: /payment\.reversed/ })).toBeVisible()
  await expect(page.getByRole('row', { name: /dispute/ })).toBeHidden()
  await page.getByRole('button', { name: 'Archived' }).click()
  await expect(page.getByRole('row', { name: /dispute\.closed/ })).toBeVisible()
  await expect(page).toHaveURL(/archived=true/)
})

test('archived, restored, and who subscribes', async ({ page, tenant }) => {
  await fillCatalog(tenant)
  await signInAs(page, tenant.owner)
  await page.goto(pathOf(tenant))
  await expect(page.getByRole('row', { name: /payment\.succeeded/ }).getByRole('cell', { name: '3', exact: true })).toBeVisible()
  await inspect(page, 'event-types')
  await page.getByRole('link', { name: 'payment.succeeded' }).click()
  await expect(panel(page, 'Subscribers')).toContainText('North Lake Coffee')
  await expect(panel(page, 'Subscribers').getByRole('listitem')).toHaveCount(3)
  await expect(panel(page, 'JSON Schema')).toContainText('A valid schema')
  await inspect(page, 'event-type')

  await page.getByRole('button', { name: 'Archive' }).click()
  const dialog = page.getByRole('dialog', { name: 'Archive payment.succeeded?' })
  await expect(dialog).toContainText('The 3 endpoints that subscribe to it still get it')
  await dialog.getByRole('button', { name: 'Archive' }).click()
  await expect(page.getByText('payment.succeeded is archived.')).toBeVisible()
  expect((await tenant.api('GET', '/event-type/payment.succeeded')).archived).toBe(true)
  await page.getByRole('button', { name: 'Restore' }).click()
  await expect(page.getByText('payment.succeeded is offered again.')).toBeVisible()
  expect((await tenant.api('GET', '/event-type/payment.succeeded')).archived).toBe(false)
})

test('the catalogue is saved as types and as a schema', async ({ page, tenant }) => {
  await fillCatalog(tenant)
  await signInAs(page, tenant.owner)
  await page.goto(pathOf(tenant))
  const save = async (item: string) => {
    await page.getByRole('button', { name: 'Export' }).click()
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: item }).click()])
    return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') }
  }
  expect(await save('TypeScript types')).toEqual({
    name: 'event-types.ts',
    text: expect.stringContaining('export type PaymentSucceeded = {'),
  })
  const { name, text } = await save('JSON Schema')
  expect([name, Object.keys(JSON.parse(text).definitions)]).toEqual(['event-types.schema.json', expect.arrayContaining(['payment.failed'])])
})

test('a viewer reads, and sees why they may not change anything', async ({ page, tenant }) => {
  await fillCatalog(tenant)
  await signInAs(page, await tenant.addPerson('viewer'))
  await page.goto(pathOf(tenant))
  const reason = 'Your role is viewer. Changing event types needs the role developer or a higher one.'
  for (const name of ['New event type', 'Import']) {
    await page.getByRole('button', { name }).focus()
    await expect(page.getByRole('tooltip')).toHaveText(reason)
  }
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('dispute.closed')
  await page.goto(pathOf(tenant, 'payment.failed'))
  await expect(editor(page)).toHaveJSProperty('readOnly', true)
  for (const name of ['Edit', 'Archive', 'New version', 'Save'])
    await expect(page.getByRole('button', { name, exact: true })).toHaveAttribute('aria-disabled', 'true')
})

test('an empty catalogue, and an event type that is not there', async ({ page, tenant }) => {
  await signInAs(page, tenant.owner)
  await page.goto(pathOf(tenant))
  await expect(page.getByRole('heading', { name: 'Production has no event types yet' })).toBeVisible()
  await inspect(page, 'event-types-empty')
  await page.goto(pathOf(tenant, 'nobody'))
  await expect(page.getByRole('heading', { name: 'There is no such event type in this environment' })).toBeVisible()
})
