import { expect, signInAs, type Tenant, test } from '#tests/e2e/support/fixtures.ts'
import { inspect } from '#tests/e2e/support/inspect.ts'
import { sectionOf } from '#tests/e2e/support/story.ts'

const pathOf = (tenant: Tenant) => sectionOf(tenant, 'system')

test('the worker is alive, and the queues are told', async ({ page, tenant }) => {
  // The screen is looked at six times.
  test.setTimeout(240_000)
  await signInAs(page, await tenant.addPerson('admin'))
  await page.goto(tenant.path)
  await page.getByRole('link', { name: 'System' }).click()
  await expect(page).toHaveURL(pathOf(tenant))
  const workers = page.getByRole('region', { name: 'Workers' })
  await expect(workers.getByRole('row', { name: /Alive/ })).toHaveCount(1)
  await expect(page.getByRole('region', { name: 'Queues' }).getByRole('row')).toHaveCount(5)
  await expect(page.getByRole('region', { name: 'Reconciler' })).toContainText('Nothing found')
  await expect(page.getByRole('region', { name: 'Size by week' })).toContainText('Statistics')
  await inspect(page, 'system')
})

test('is not for developers, and says so', async ({ page, tenant }) => {
  await signInAs(page, await tenant.addPerson('developer'))
  await page.goto(pathOf(tenant))
  await expect(page.getByRole('heading', { name: 'This is for admins and owners' })).toBeVisible()
  await expect(page.getByText('Your role is developer.')).toContainText('needs the role admin or a higher one')
  await expect(page.getByRole('region', { name: 'Workers' })).toBeHidden()
})
