import { expect, test } from '#tests/e2e/support/fixtures.ts'
import { inspect } from '#tests/e2e/support/inspect.ts'

// Nobody signs in here: the reference is open.
test('the reference, at every width and in both themes', async ({ page }) => {
  test.setTimeout(240_000)
  await page.goto('/docs/api')
  await expect(page.getByRole('heading', { name: 'API reference' })).toBeVisible()
  await inspect(page, 'reference')
  await page.goto('/docs/api/message')
  await page.getByText('Its 2 fields').first().click()
  await inspect(page, 'reference-message')
})

test('an operation has an address of its own', async ({ page }) => {
  await page.goto('/docs/api/endpoint#endpoint.rotate-secret')
  await expect(page.getByRole('heading', { name: 'Rotate the signing secret' })).toBeInViewport()
  await page.goto('/docs/api/nothing')
  await expect(page.getByText('Nothing is here')).toBeVisible()
})

test('the search finds operations by name, address and field, from the keyboard', async ({ page }) => {
  await page.goto('/docs/api')
  const nav = page.getByRole('navigation', { name: 'Reference' })
  // The page is there before it listens.
  await expect(async () => {
    await page.keyboard.press('/')
    await expect(page.getByLabel('Search the reference')).toBeFocused({ timeout: 500 })
  }).toPass()
  await page.keyboard.type('gracePeriod')
  await expect(nav.getByRole('status')).toHaveText('2 operations')
  await page.getByLabel('Search the reference').fill('cancel delivery')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL('/docs/api/delivery#delivery.cancel')
  await expect(page.getByRole('heading', { name: 'Cancel a delivery that waits' })).toBeInViewport()
  await page.getByLabel('Search the reference').fill('no such thing')
  await expect(nav.getByRole('status')).toHaveText('Nothing has all of these words')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('link', { name: 'Introduction' })).toBeVisible()
})

test('examples are copied in the language that was chosen once for all', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.goto('/docs/api/message')
  const section = page.getByRole('region', { name: 'Send a message', exact: true })
  const language = section.getByRole('button', { name: 'TypeScript' })
  await expect(async () => {
    await language.click()
    await expect(language).toHaveAttribute('aria-pressed', 'true', { timeout: 500 })
  }).toPass()
  await page.reload()
  await expect(language).toHaveAttribute('aria-pressed', 'true')
  await section.getByRole('button', { name: 'Copy the example: Send a message' }).click()
  const copied = () => page.evaluate(() => navigator.clipboard.readText())
  await expect.poll(copied).toContain(`svix.message.create('acme', {`)
  expect(await copied()).toContain(`serverUrl: '${process.env.POSTHORN_URL}'`)
})

test('it is written by the server, and comes with less than 200 kB of JavaScript', async ({ page, browser }) => {
  const sizes: Promise<{ responseBodySize: number }>[] = []
  page.on('response', response => {
    if (response.request().resourceType() === 'script') sizes.push(response.request().sizes())
  })
  await page.goto('/docs/api/endpoint', { waitUntil: 'networkidle' })
  const bytes = (await Promise.all(sizes)).reduce((sum, { responseBodySize }) => sum + responseBodySize, 0)
  expect(bytes).toBeGreaterThan(0)
  expect(bytes).toBeLessThan(200_000)

  const without = await browser.newContext({ javaScriptEnabled: false, baseURL: process.env.POSTHORN_URL })
  const plain = await without.newPage()
  await plain.goto('/docs/api/endpoint')
  await expect(plain.getByRole('heading', { name: 'Create an endpoint' })).toBeVisible()
  await expect(plain.getByText('curl -X POST').first()).toBeVisible()
  await without.close()
})

test('at 360 px nothing is cut off, and the menu leads on', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 })
  await page.goto('/docs/api/endpoint')
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
  await page.getByRole('button', { name: 'Menu' }).click()
  await page.getByRole('navigation').getByRole('link', { name: 'Pause an endpoint' }).click()
  await expect(page.getByRole('heading', { name: 'Pause an endpoint' })).toBeInViewport()
  await expect(page.getByRole('link', { name: 'Introduction' })).toBeHidden()
})
