import type { Locator, Page } from '@playwright/test'
import { expect, listens, signInAs, test } from '#tests/e2e/support/fixtures.ts'

/** Goes on by Tab, as somebody does who looks where the focus is. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible()
  const isFocused = () => target.evaluate(element => element === document.activeElement)
  for (let steps = 0; !(await isFocused()); steps++) {
    expect(steps, 'steps by Tab').toBeLessThan(60)
    await page.keyboard.press('Tab')
  }
}

/** By the palette, which has every action of the page. */
async function command(page: Page, text: string, option: string): Promise<void> {
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('combobox', { name: 'Search or go to' })).toBeFocused()
  await page.keyboard.type(text)
  await expect(page.getByRole('option', { name: option, exact: true })).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('Enter')
}

test('from nothing to a delivery that was repaired, without a mouse', async ({ page, tenant, receiver }) => {
  const inbox = receiver.inbox({ status: 500, body: 'out of order' })
  await signInAs(page, tenant.owner)
  await page.goto(tenant.path)
  await listens(page)

  await command(page, 'appl', 'Applications')
  await expect(page.getByRole('heading', { name: 'No applications yet' })).toBeVisible()
  await command(page, 'new app', 'New application')
  await expect(page.getByRole('dialog').getByLabel('Name')).toBeFocused()
  await page.keyboard.type("Joe's T-Shirts")
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText("Joe's T-Shirts")

  await command(page, 'add end', 'Add endpoint')
  await tabTo(page, page.getByLabel('URL'))
  await page.keyboard.type(inbox.url)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(inbox.url.replace('http://', ''))
  await expect(page.getByText('Nothing was sent here yet.')).toBeVisible()

  await command(page, 'test event', 'Send test event')
  const dialog = page.getByRole('dialog', { name: 'Send test event' })
  await tabTo(page, dialog.getByRole('button', { name: 'Send test event' }))
  await page.keyboard.press('Enter')
  await expect(dialog.getByRole('status')).toContainText('The endpoint answered 500')
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(page.getByRole('row', { name: /svix\.ping/ })).toContainText('Retrying')

  await command(page, 'messages', 'Messages')
  await listens(page)
  await expect(page.getByRole('row', { name: /svix\.ping/ })).toContainText('Retrying')
  await page.keyboard.press('j')
  await expect(page.getByRole('complementary', { name: 'Selected message' })).toContainText('answered 500')
  await page.keyboard.press('Enter')
  const attempt = page.getByRole('article', { name: /^Attempt/ })
  await expect(attempt).toContainText('The endpoint answered 500')
  await expect(attempt).toContainText('out of order')

  inbox.answerWith({ status: 204 })
  await page.keyboard.press('r')
  await expect(page.getByText('1 of 1 delivered')).toBeVisible()
  await expect(attempt).toContainText('resend')
  await page.keyboard.press('k')
  await expect(attempt).toContainText('The endpoint answered 500')
  await page.keyboard.press('j')
  await expect(attempt).toContainText('resend')
})
