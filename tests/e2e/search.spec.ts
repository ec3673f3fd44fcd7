import type { Page } from '@playwright/test'
import { expect, signInAs, type Tenant, test } from '#tests/e2e/support/fixtures.ts'
import { inspect } from '#tests/e2e/support/inspect.ts'

// It stops to look at a screen six times.
test.describe.configure({ timeout: 240_000 })

const eventTypePath = (tenant: Tenant, name: string) => `${tenant.path.replace(/messages$/, 'event-types')}/${name}`
const panel = (page: Page) => page.getByRole('region', { name: 'Search', exact: true })
const row = (page: Page, name: string) => page.getByRole('row', { name: new RegExp(name) })

const example = { data: { order: { id: '7890' }, items: [{ sku: 'TEE-M' }, { sku: 'TEE-L' }] } }

async function openShops(tenant: Tenant, urls: string[]): Promise<void> {
  for (const name of ['order.paid', 'order.shipped'])
    await tenant.api('POST', '/event-type', { name, description: name, schemas: { 1: { type: 'object', examples: [example] } } })
  for (const [uid, name] of Object.entries({ joe: "Joe's T-Shirts", print: 'Lake Print House' })) {
    await tenant.api('POST', '/app', { uid, name })
    for (const url of urls) await tenant.api('POST', `/app/${uid}/endpoint`, { url })
  }
}

const post = (tenant: Tenant, app: string, eventType: string, id: string, eventId: string): Promise<{ id: string }> =>
  tenant.api('POST', `/app/${app}/msg`, { eventType, eventId, payload: { data: { ...example.data, order: { id } } } })

test('everything about an order: its number is declared once, and found across applications and endpoints', async ({
  page,
  tenant,
  receiver,
}) => {
  await openShops(tenant, [receiver.inbox().url, receiver.inbox({ status: 500 }).url])
  await tenant.api('PATCH', '/event-type/order.shipped', { searchPaths: [{ label: 'order', path: 'data.order.id' }] })
  await signInAs(page, tenant.owner)

  await page.goto(eventTypePath(tenant, 'order.paid'))
  await expect(panel(page)).toContainText('Name up to 5 values of the payload')
  await panel(page).getByRole('button', { name: 'Add a path' }).click()
  await panel(page).getByLabel('Label 1').fill('order')
  await panel(page).getByLabel('Path 1').fill('data.order')
  await expect(panel(page)).toContainText('Nothing in the example is there.')
  await panel(page).getByLabel('Path 1').fill('data.order.')
  await expect(panel(page)).toContainText('This is no path.')
  await expect(panel(page).getByRole('button', { name: 'Save paths' })).toHaveAttribute('aria-disabled', 'true')
  await panel(page).getByLabel('Path 1').fill('data.order.id')
  await expect(panel(page)).toContainText('In the example: 7890')
  await panel(page).getByRole('button', { name: 'Add a path' }).click()
  await panel(page).getByLabel('Label 2').fill('sku')
  await panel(page).getByLabel('Path 2').fill('data.items[*].sku')
  await expect(panel(page)).toContainText('In the example: TEE-M, TEE-L')
  await inspect(page, 'event-type-search')
  await page.setViewportSize({ width: 1440, height: 900 })
  await panel(page).getByRole('button', { name: 'Save paths' }).click()
  await expect(page.getByText('Saved. Messages accepted from now on are found by these values.')).toBeVisible()
  expect((await tenant.api('GET', '/event-type/order.paid')).searchPaths).toEqual([
    { label: 'order', path: 'data.order.id' },
    { label: 'sku', path: 'data.items[*].sku' },
  ])

  await post(tenant, 'joe', 'order.paid', '7890', 'paid-1')
  await post(tenant, 'joe', 'order.paid', '7891', 'other-1')
  await post(tenant, 'print', 'order.shipped', '7890', 'shipped-1')
  await page.goto(tenant.path)
  await expect(page.getByText('Live tail')).toBeVisible()
  await expect(row(page, 'other-1')).toBeVisible()
  await page.keyboard.press('/')
  await page.getByLabel('Search by id, event id, payload value').fill('order:7890')
  await page.keyboard.press('Enter')
  await expect(row(page, 'other-1')).toBeHidden()
  await expect(row(page, 'shipped-1')).toContainText('Lake Print House')
  await expect(row(page, 'paid-1')).toContainText("Joe's T-Shirts")
  await expect(page.getByRole('table').getByRole('listitem').filter({ hasText: 'Delivered' })).toHaveCount(2)
  await expect(page).toHaveURL(`${tenant.path}?q=order%3A7890`)
  await expect(page.getByRole('button', { name: 'Remove filter order' })).toBeVisible()

  await post(tenant, 'joe', 'order.shipped', '7890', 'shipped-2')
  await expect(page.getByRole('button', { name: '1 new' })).toBeVisible()
  await page.getByRole('button', { name: '1 new' }).click()
  await expect(row(page, 'shipped-2')).toBeVisible()
  await inspect(page, 'messages-search')
})

test('a value is chosen from the filters, under one label or any', async ({ page, tenant, receiver }) => {
  await openShops(tenant, [receiver.inbox().url])
  await signInAs(page, tenant.owner)
  await page.goto(tenant.path)
  const choose = async (value: string, option: string) => {
    await page.getByRole('button', { name: 'Filter', exact: true }).click()
    await page.getByRole('button', { name: 'Payload value' }).click()
    await page.getByRole('combobox', { name: 'Payload value' }).fill(value)
    await page.getByRole('option', { name: option }).click()
    await page.keyboard.press('Escape')
  }
  await expect(page.getByText('Live tail')).toBeVisible()
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  await page.getByRole('button', { name: 'Payload value' }).click()
  await expect(page.getByText('No event type names values to search by.')).toBeVisible()

  await tenant.api('PATCH', '/event-type/order.paid', {
    searchPaths: [
      { label: 'order', path: 'data.order.id' },
      { label: 'sku', path: 'data.items[*].sku' },
    ],
  })
  await post(tenant, 'joe', 'order.paid', '7890', 'paid-1')
  await page.reload()
  await expect(row(page, 'paid-1')).toBeVisible()
  await choose('7890', 'sku: 7890')
  await expect(page.getByRole('heading', { name: 'No message has this id or value' })).toBeVisible()
  await choose('7890', 'Any: 7890')
  await expect(row(page, 'paid-1')).toBeVisible()
  await page.getByRole('button', { name: 'Remove filter Search' }).click()
  await choose('TEE-L', 'sku: TEE-L')
  await expect(row(page, 'paid-1')).toBeVisible()
  await expect(page).toHaveURL(`${tenant.path}?q=sku%3ATEE-L`)
})

test('a viewer sees the paths, and why they may not change them', async ({ page, tenant }) => {
  await tenant.api('POST', '/event-type', {
    name: 'order.paid',
    description: 'Paid',
    searchPaths: [{ label: 'order', path: 'data.order.id' }],
  })
  await signInAs(page, await tenant.addPerson('viewer'))
  await page.goto(eventTypePath(tenant, 'order.paid'))
  await expect(panel(page).getByLabel('Path 1')).toHaveValue('data.order.id')
  await expect(panel(page).getByLabel('Path 1')).toHaveJSProperty('readOnly', true)
  await expect(panel(page).getByRole('button', { name: 'Remove order' })).toBeHidden()
  await panel(page).getByRole('button', { name: 'Add a path' }).focus()
  await expect(page.getByRole('tooltip')).toHaveText('Your role is viewer. Changing event types needs the role developer or a higher one.')
})
