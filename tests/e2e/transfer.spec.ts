import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { expect, signInAs, type Tenant, test } from '#tests/e2e/support/fixtures.ts'
import { inspect } from '#tests/e2e/support/inspect.ts'
import { sectionOf } from '#tests/e2e/support/story.ts'

// Its screens are looked at six times each.
test.describe.configure({ timeout: 240_000 })

type Exported = { eventTypes: Record<string, unknown>[]; settings: Record<string, unknown> }

const schemas = { 1: { type: 'object', properties: { id: { type: 'string' }, amount: { type: 'integer' } }, required: ['id'] } }
const transferOf = (tenant: Tenant) => sectionOf(tenant, 'settings/transfer')

/** Waits until the page runs: only then it asks for changes, and hears a click. */
const open = (page: Page, path: string) => Promise.all([page.waitForRequest(/messages\.changes/), page.goto(path)])

/** A catalogue in production, and its export, by the page. */
async function exportProduction(page: Page, tenant: Tenant): Promise<Exported> {
  await tenant.api('POST', '/event-type', { name: 'order.paid', description: 'An order was paid.', schemas, groupName: 'order' })
  await tenant.api('POST', '/event-type', { name: 'order.refunded', description: 'An order was refunded.' })
  await signInAs(page, tenant.owner)
  await open(page, transferOf(tenant))
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Export', exact: true }).click()])
  expect(download.suggestedFilename()).toMatch(/-test-\d{4}-\d\d-\d\d\.json$/)
  return JSON.parse(await readFile(await download.path(), 'utf8'))
}

/** Its transfer page is open then. */
async function makeStaging(page: Page, tenant: Tenant): Promise<void> {
  await open(page, sectionOf(tenant, 'settings'))
  await page.getByRole('button', { name: 'Create environment' }).click()
  const dialog = page.getByRole('dialog', { name: 'Create an environment' })
  await dialog.getByLabel('Name').fill('Staging')
  await dialog.getByRole('button', { name: 'Create' }).click()
  await expect(page).toHaveURL(/\/staging\/settings$/)
  await page.getByRole('link', { name: 'Export and compare' }).click()
  await expect(page.getByRole('button', { name: 'Import a file' })).toBeVisible()
}

async function chooseFile(page: Page, text: string): Promise<void> {
  const file = { name: 'environment.json', mimeType: 'application/json', buffer: Buffer.from(text) }
  await page.getByLabel('Export of an environment').setInputFiles(file)
}

test('a file carries an environment to another, and what differs between them is taken over', async ({ page, tenant }) => {
  const file = await exportProduction(page, tenant)
  await makeStaging(page, tenant)

  await page.getByRole('button', { name: 'Import a file' }).click()
  const dialog = page.getByRole('dialog', { name: 'Import into this environment' })
  await chooseFile(page, '{\n  "settings": {,\n}')
  await expect(dialog.getByRole('alert')).toContainText('Line 2')
  await chooseFile(page, '{"name": "another-file"}')
  await expect(dialog.getByRole('alert')).toContainText('This is no export of an environment')
  const faulty = { ...file, eventTypes: [file.eventTypes[0], { ...file.eventTypes[1], schemas: { 1: { type: 'nothing' } } }] }
  await chooseFile(page, JSON.stringify(faulty, null, 2))
  await expect(dialog.getByRole('alert')).toContainText('Nothing was imported: 1 fault in the file.')
  await expect(dialog.getByRole('alert')).toContainText('eventTypes.1.schemas.1.type')
  await inspect(page, 'environment-import-refused')

  const [paid, refunded] = file.eventTypes
  const other = {
    settings: { ...file.settings, payloadDays: 7, retrySchedule: [5, 300, 7200] },
    eventTypes: [{ ...paid, description: 'The money has arrived.' }, refunded, { name: 'order.shipped', description: 'It is on its way.' }],
  }
  await chooseFile(page, JSON.stringify(other))
  await expect(dialog).toContainText('environment.json would add 3 event types, change 3 settings of Staging.')
  await expect(dialog.getByRole('button', { name: /Retry schedule/ })).toContainText('the default → 5s, 5m, 2h')
  await dialog.getByRole('button', { name: /^order\.paid/ }).click()
  await expect(dialog.getByRole('region', { name: 'Schemas of order.paid' })).toContainText('"amount"')
  await inspect(page, 'environment-import')
  await dialog.getByRole('button', { name: 'Add 3 event types, change 3 settings' }).click()
  await expect(page.getByText('Imported environment.json.')).toBeVisible()

  await open(page, transferOf(tenant))
  await page.getByLabel('Compare Production with').selectOption('Staging')
  await expect(page).toHaveURL(/with=staging$/)
  await open(page, page.url())
  await expect(page.getByText('4 differences.')).toBeVisible()
  await page.getByRole('button', { name: /^Retry schedule/ }).click()
  await page.getByRole('button', { name: /^order\.paid/ }).click()
  await expect(page.getByRole('region', { name: 'Description of order.paid' })).toContainText('there: The money has arrived.')
  await page.getByRole('checkbox', { name: 'Take over order.paid' }).check()
  await inspect(page, 'environment-compare')

  await page.getByRole('checkbox', { name: 'Take over Retry schedule' }).check()
  await page.getByRole('button', { name: 'Take over 2 from Staging' }).click()
  const confirm = page.getByRole('dialog', { name: 'Take over from Staging?' })
  await confirm.getByRole('button', { name: 'Change 1 event type and 1 setting' }).click()
  await expect(page.getByText('2 differences.')).toBeVisible()
  await page.getByRole('checkbox', { name: 'Choose all' }).check()
  await page.getByRole('button', { name: 'Take over 2 from Staging' }).click()
  await confirm.getByRole('button', { name: 'Add 1 event type, change 1 setting' }).click()
  await expect(page.getByText('Production and Staging do not differ.')).toBeVisible()
  expect(await tenant.api('GET', '/environment/settings')).toMatchObject({ payloadDays: 7, retrySchedule: [5, 300, 7200] })
  expect(await tenant.api('GET', '/event-type/order.paid')).toMatchObject({ description: 'The money has arrived.', schemas })

  await page.getByRole('link', { name: 'Audit log' }).click()
  await expect(page.getByRole('button', { name: /Test owner changed event type order\.paid/ })).toBeVisible()
  await expect(page.getByRole('button', { name: /Test owner created event type order\.shipped/ })).toBeVisible()
})

test('a viewer compares and exports, and sees why they may not take over', async ({ page, tenant, browser }) => {
  await exportProduction(page, tenant)
  await makeStaging(page, tenant)
  const theirs = await (await browser.newContext({ baseURL: process.env.POSTHORN_URL })).newPage()
  await signInAs(theirs, await tenant.addPerson('viewer'))
  await open(theirs, `${transferOf(tenant)}?with=staging`)
  await expect(theirs.getByText('Event types of Production alone')).toBeVisible()
  await expect(theirs.getByRole('checkbox', { name: 'Take over order.paid' })).toHaveCount(0)
  for (const name of ['Import a file', 'Take over from Staging']) {
    await theirs.getByRole('button', { name }).focus()
    await expect(theirs.getByRole('tooltip')).toContainText('Your role is viewer.')
  }
})

test('the only environment has nothing to be compared with', async ({ page, tenant }) => {
  await signInAs(page, tenant.owner)
  await open(page, transferOf(tenant))
  await expect(page.getByText('Production is the only environment of Test.')).toBeVisible()
})
