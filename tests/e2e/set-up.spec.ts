import { expect, test } from '#tests/e2e/support/fixtures.ts'

test('the first account is made by link, and only then', async ({ page, setupLink }) => {
  await page.goto('/default/production/messages')
  await expect(page).toHaveURL('/setup')
  await expect(page.getByRole('heading', { name: 'Set up Posthorn' })).toBeVisible()
  await expect(page.getByText('/setup#plink_…')).toBeVisible()

  await page.goto('/login')
  await expect(page).toHaveURL('/setup')

  await page.goto(`/setup#${setupLink}`)
  await expect(page).toHaveURL('/setup')
  await page.getByLabel('Name').fill('Ada')
  await page.getByLabel('E-mail').fill('ada@example.com')
  await page.getByLabel('Password').fill('too short')
  await page.getByRole('button', { name: 'Create account' }).click()
  await expect(page.getByText('Use 12 characters or more.')).toBeVisible()

  await page.getByLabel('Password').fill('correct horse battery')
  await page.screenshot({ path: 'test-results/screens/create-account-1440-light.png' })
  await page.getByRole('button', { name: 'Create account' }).click()
  await expect(page).toHaveURL('/default/production')
  await expect(page.getByRole('heading', { name: /^No deliveries/ })).toBeVisible()

  await page.getByRole('button', { name: /^Account/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out', exact: true }).click()
  await expect(page).toHaveURL('/login')

  await page.goto(`/setup#${setupLink}`)
  await expect(page.getByRole('heading', { name: 'This link is not valid any more' })).toBeVisible()

  await page.goto('/default/production/messages')
  await page.getByLabel('E-mail').fill('ada@example.com')
  await page.getByLabel('Password').fill('correct horse battery')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).toHaveURL('/default/production/messages')
})
