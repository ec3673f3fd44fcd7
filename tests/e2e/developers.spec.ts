import { expect, signInAs, test } from '#tests/e2e/support/fixtures.ts'
import { inspect } from '#tests/e2e/support/inspect.ts'
import { sectionOf } from '#tests/e2e/support/story.ts'

test('a key is shown once, works, and is refused once it is revoked', async ({ page, tenant }) => {
  await signInAs(page, tenant.owner)
  await page.goto(sectionOf(tenant, 'developers'))
  await page.getByRole('button', { name: 'Create key' }).click()
  const dialog = page.getByRole('dialog', { name: 'Create an API key' })
  await dialog.getByRole('button', { name: 'Create', exact: true }).click()
  await expect(dialog.getByLabel('Name')).toHaveAttribute('aria-invalid', 'true')
  await dialog.getByLabel('Name').fill('Billing')
  await dialog.getByLabel('Scope').selectOption('viewer')
  await dialog.getByLabel('Expires').selectOption('30')
  await dialog.getByRole('button', { name: 'Create', exact: true }).click()
  const token = await dialog.getByRole('status', { name: 'API key' }).innerText()
  await dialog.getByRole('button', { name: 'Close' }).click()
  await expect(page.getByRole('row', { name: /Billing/ })).toContainText('ends in 29 d')
  await expect(page.getByText(token)).toHaveCount(0)

  const call = () => page.request.get('/api/v1/app', { headers: { authorization: `Bearer ${token}` } })
  expect((await call()).status()).toBe(200)
  await page.getByRole('button', { name: 'Revoke Billing' }).click()
  await page.getByRole('button', { name: 'Revoke 1 key' }).click()
  await expect(page.getByText('Billing is refused from now on.')).toBeVisible()
  expect((await call()).status()).toBe(401)
  await expect(page.getByRole('row', { name: /Billing/ })).toContainText('Revoked')
  await expect(page.getByRole('button', { name: 'Revoke Billing' })).toHaveAttribute('aria-disabled', 'true')
})

test.describe(() => {
  // Each screen is looked at six times.
  test.describe.configure({ timeout: 240_000 })

  test('how the pages for developers look', async ({ page, tenant }) => {
    await signInAs(page, tenant.owner)
    await page.goto(sectionOf(tenant, 'developers'))
    await expect(page.getByRole('row', { name: /e2e/ })).toBeVisible()
    await inspect(page, 'developers-keys')
  })
})
