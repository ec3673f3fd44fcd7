import { expect, signInAs, test } from '#tests/e2e/support/fixtures.ts'
import { inspect, violationsOf } from '#tests/e2e/support/inspect.ts'
import { tellStory } from '#tests/e2e/support/story.ts'

// Each screen is looked at six times.
test.describe.configure({ timeout: 240_000 })

test('the door: sign-in and set-up', async ({ page }) => {
  await page.goto('/login')
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await inspect(page, 'login')
  await page.goto('/setup')
  await expect(page.getByRole('heading', { name: 'Set up Posthorn' })).toBeVisible()
  await inspect(page, 'setup')
})

test('an environment without messages', async ({ page, tenant }) => {
  await signInAs(page, tenant.owner)
  await page.goto(tenant.path)
  await expect(page.getByRole('button', { name: 'Copy the command' })).toBeVisible()
  await inspect(page, 'messages-empty')
})

test('messages, the selected message, and a message', async ({ page, receiver }) => {
  const { tenant, failing } = await tellStory(receiver)
  await signInAs(page, tenant.owner)
  await page.goto(tenant.path)
  await expect(page.getByRole('row', { name: /pay_13443/ })).toContainText('Retrying')
  await inspect(page, 'messages')

  await page.goto(`${tenant.path}?selected=${failing}`)
  await expect(page.getByRole('complementary', { name: 'Selected message' })).toContainText('"order_id"')
  await inspect(page, 'messages-selected')

  await page.goto(`${tenant.path}/${failing}`)
  await expect(page.getByRole('article', { name: /^Attempt / })).toContainText('x-release')
  await inspect(page, 'message')
})

test('what floats: the filter and the menus', async ({ page, tenant }) => {
  await signInAs(page, tenant.owner)
  await page.goto(tenant.path)
  const look = async (name: string) => {
    await page.screenshot({ path: `test-results/screens/${name}-1440-light.png` })
    expect(await violationsOf(page)).toEqual([])
    await page.keyboard.press('Escape')
  }
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  await page.getByRole('button', { name: 'State' }).click()
  await page.getByRole('option', { name: 'Failed' }).click()
  await look('filter')
  await expect(page.getByRole('listbox')).toBeHidden()
  await page.getByRole('button', { name: /^Theme/ }).click()
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('menuitemradio', { name: 'Light' })).toBeFocused()
  await look('theme-menu')
  await expect(page.getByRole('menu')).toBeHidden()
  await page.getByRole('button', { name: /^Account/ }).click()
  await look('account-menu')
  await page.getByRole('button', { name: 'Custom' }).click()
  await look('time-range')
})

test('the menu where the nav is folded, and the keys', async ({ page, tenant }) => {
  await signInAs(page, tenant.owner)
  await page.setViewportSize({ width: 390, height: 800 })
  await page.goto(tenant.path)
  await page.getByRole('button', { name: 'Menu' }).click()
  await expect(page.getByRole('link', { name: 'Messages' })).toBeVisible()
  await page.screenshot({ path: 'test-results/screens/nav-390-light.png' })
  await page.getByRole('button', { name: 'Close menu' }).click({ position: { x: 380, y: 400 } })
  await expect(page.getByRole('link', { name: 'Messages' })).toBeHidden()

  await page.setViewportSize({ width: 1440, height: 900 })
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Keys' })).toContainText('Resend')
  await page.screenshot({ path: 'test-results/screens/keys-1440-light.png' })
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeHidden()
})
