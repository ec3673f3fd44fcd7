import type { Page } from '@playwright/test'
import type { Role } from '#server/context.ts'
import { expect, signInAs, type Tenant, test } from '#tests/e2e/support/fixtures.ts'
import { addDemo } from '#tests/e2e/support/inside.ts'
import { inspect } from '#tests/e2e/support/inspect.ts'

const base = ({ path }: Tenant) => path.replace(/\/[^/]+\/messages$/, '')

async function open(page: Page, tenant: Tenant, role: Role, path = ''): Promise<void> {
  await signInAs(page, role === 'owner' ? tenant.owner : await tenant.addPerson(role))
  await page.goto(`${base(tenant)}/demo${path}`)
}

test('says on each page that it is invented, and goes with one button that says how much', async ({ page, tenant }) => {
  await addDemo(tenant.path)
  await open(page, tenant, 'owner')
  const band = page.getByRole('region', { name: 'Demo' })
  await expect(band).toContainText('Merchants and messages are invented')
  await page.getByRole('link', { name: 'Messages', exact: true }).click()
  await expect(band).toBeVisible()

  await band.getByRole('button', { name: 'Remove the demo' }).click()
  const dialog = page.getByRole('dialog', { name: 'Remove the demo' })
  await expect(dialog).toContainText(
    /8 applications with 9 endpoints, \d+,\d{3} messages with deliveries and attempts, and 9 event types go for good/,
  )
  await dialog.getByRole('button', { name: 'Remove 8 applications' }).click()
  await expect(page).toHaveURL(tenant.path.replace(/\/messages$/, ''))
  await expect(band).toHaveCount(0)

  await page.goto(`${tenant.path.replace(/\/messages$/, '')}/settings/audit`)
  await expect(page.getByText('removed the demo environment')).toBeVisible()
  expect((await page.goto(`${base(tenant)}/demo`))?.status()).toBe(404)
})

test('is removed by an owner or an admin alone', async ({ page, tenant }) => {
  await addDemo(tenant.path)
  await open(page, tenant, 'developer')
  const remove = page.getByRole('button', { name: 'Remove the demo' })
  await expect(remove).toHaveAttribute('aria-disabled', 'true')
})

test('leads from the overview to a diagnosis worth reading', async ({ page, tenant }) => {
  await addDemo(tenant.path)
  await open(page, tenant, 'owner')
  const worst = page.getByRole('region', { name: 'Worst endpoints' })
  await worst.getByRole('link', { name: 'Northwind Outdoor' }).first().click()
  await page.getByRole('link', { name: 'order.paid' }).first().click()
  const attempt = page.getByRole('article', { name: /^Attempt / })
  await expect(attempt).toContainText('The endpoint answered 500')
  await expect(attempt).toContainText('erp-api@4.19.0')
})

test('says of what waits for the paused endpoint that it is paused', async ({ page, tenant }) => {
  await addDemo(tenant.path)
  await open(page, tenant, 'owner')
  await expect(page.getByRole('region', { name: 'Oldest waiting delivery' })).toContainText('paused')
  await page.goto(`${base(tenant)}/demo/messages`)
  const message = page.getByRole('row', { name: 'Harbor & Finch' }).first()
  await expect(message).toContainText('paused')
  await message.getByRole('link').first().click()
  await expect(page.getByText('The endpoint is paused.')).toBeVisible()
})

test.describe('the screens', () => {
  // Each is looked at six times.
  test.describe.configure({ timeout: 300_000 })

  test('with the story in them', async ({ page, tenant }) => {
    await addDemo(tenant.path)
    await open(page, tenant, 'owner')
    await expect(page.locator('svg.recharts-surface')).toHaveCount(3)
    await inspect(page, 'demo-overview')
    for (const section of ['messages', 'deliveries', 'applications', 'replays']) {
      await page.goto(`${base(tenant)}/demo/${section}`)
      await expect(page.getByRole('table').first()).toBeVisible()
      await inspect(page, `demo-${section}`)
    }
  })
})
