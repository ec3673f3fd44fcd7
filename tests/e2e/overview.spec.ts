import { expect, signInAs, type Tenant, test } from '#tests/e2e/support/fixtures.ts'
import { recordHistory } from '#tests/e2e/support/inside.ts'
import { inspect } from '#tests/e2e/support/inspect.ts'
import { sectionOf, tellStory } from '#tests/e2e/support/story.ts'

const pathOf = (tenant: Tenant) => sectionOf(tenant, '').replace(/\/$/, '')

test('an environment opens on it, and it fills by itself', async ({ page, tenant, receiver }) => {
  const inbox = receiver.inbox()
  await tenant.api('POST', '/app', { uid: 'shop', name: 'Shop' })
  await tenant.api('POST', '/app/shop/endpoint', { url: inbox.url })
  await signInAs(page, tenant.owner)
  await page.goto('/')
  await expect(page).toHaveURL(pathOf(tenant))
  await expect(page.getByRole('heading', { name: 'No deliveries in the last 24 hours' })).toBeVisible()
  await expect(page.getByText(/^curl .*\/api\/v1\/app\/shop\/msg/)).toBeVisible()
  await expect(page.getByText('Live', { exact: true })).toBeVisible()

  for (let number = 0; number < 3; number++) await tenant.api('POST', '/app/shop/msg', { eventType: 'order.paid', payload: { number } })
  await expect(page.getByText('100.00 %')).toBeVisible()
  await expect(page.getByText('0 of 3 not delivered')).toBeVisible()
  await expect(page.getByText('No attempt failed in this time.')).toBeVisible()
})

test('from the overview to the diagnosis in three clicks', async ({ page, tenant, receiver }) => {
  await tenant.api('POST', '/app', { uid: 'shop', name: 'Shop' })
  await tenant.api('POST', '/app/shop/endpoint', { url: receiver.inbox({ status: 500 }).url })
  const inbox = receiver.inbox()
  await tenant.api('POST', '/app/shop/endpoint', { url: inbox.url })
  await tenant.api('POST', '/app/shop/msg', { eventType: 'order.paid', payload: {} })
  await inbox.arrived(1)
  await signInAs(page, tenant.owner)
  await page.goto(pathOf(tenant))
  await expect(page.getByText('50.00 %').first()).toBeVisible()
  await expect(page.getByText('1 of 2 not delivered')).toBeVisible()
  const worst = page.getByRole('region', { name: 'Worst endpoints' })
  await expect(worst.getByRole('link', { name: '1', exact: true })).toHaveAttribute(
    'href',
    /\/deliveries\?state=pending,retrying&endpoint=ep_/,
  )
  await worst.getByRole('link', { name: 'Shop' }).click()
  await page.getByRole('link', { name: 'order.paid' }).click()
  await expect(page.getByRole('article', { name: /^Attempt / })).toContainText('The endpoint answered 500')
})

test('the range stands in the address, and a chart is a table, too', async ({ page, tenant, receiver }) => {
  await tenant.api('POST', '/app', { uid: 'shop', name: 'Shop' })
  await tenant.api('POST', '/app/shop/endpoint', { url: receiver.inbox().url })
  const { id } = await tenant.api('GET', '/app/shop/endpoint').then(page => page.data[0])
  await recordHistory(id, 8)
  await signInAs(page, tenant.owner)
  await page.goto(pathOf(tenant))
  const outcomes = page.getByRole('region', { name: 'Outcomes', exact: true })
  await expect(outcomes.locator('svg.recharts-surface').first()).toBeVisible()
  await page.getByRole('button', { name: '7 d', exact: true }).click()
  await expect(page).toHaveURL(`${pathOf(tenant)}?range=7d`)
  await expect(outcomes).toContainText('per 6 hours')
  await page.reload()
  await expect(page.getByRole('button', { name: '7 d', exact: true })).toHaveAttribute('aria-pressed', 'true')
  await outcomes.getByRole('button', { name: 'Outcomes as a table' }).click()
  await expect(outcomes.getByRole('row')).toHaveCount(29)
  await expect(outcomes.getByRole('columnheader')).toHaveText(['Per 6 hours', 'Delivered', 'Retrying', 'Failed', 'Skipped, canceled'])
  await page.goBack()
  await expect(outcomes).toContainText('per hour')
})

test('an overview that can’t be loaded says so, and tries again', async ({ page, tenant }) => {
  await signInAs(page, tenant.owner)
  await page.goto(pathOf(tenant))
  await expect(page.getByRole('heading', { name: /^No deliveries/ })).toBeVisible()
  await page.route('**/api/trpc/stats.overview*', route => route.abort())
  await page.getByRole('button', { name: '7 d', exact: true }).click()
  await expect(page.getByRole('main').getByRole('alert')).toContainText('The overview could not be loaded')
  await page.unroute('**/api/trpc/stats.overview*')
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByRole('heading', { name: /^No deliveries/ })).toBeVisible()
})

test.describe('the screen', () => {
  // Looked at six times.
  test.describe.configure({ timeout: 240_000 })

  test('with a day of deliveries, and without any', async ({ page, tenant, receiver }) => {
    const story = await tellStory(receiver)
    for (const [index, app] of ['joes-tshirts', 'north-lake-coffee', 'harbor-books'].entries()) {
      const { data } = await story.tenant.api('GET', `/app/${app}/endpoint`)
      for (const { id } of data) await recordHistory(id, 23, index === 0 ? 0.002 : 0.0001)
    }
    await signInAs(page, story.tenant.owner)
    await page.goto(pathOf(story.tenant))
    await expect(page.getByText('Failing', { exact: true })).toBeVisible()
    await expect(page.locator('svg.recharts-surface')).toHaveCount(3)
    await inspect(page, 'overview')
    await page.getByRole('button', { name: 'Outcomes as a table' }).click()
    await inspect(page, 'overview-table')

    await signInAs(page, tenant.owner)
    await page.goto(pathOf(tenant))
    await expect(page.getByRole('button', { name: 'Copy the command' })).toBeVisible()
    await inspect(page, 'overview-empty')
  })
})
