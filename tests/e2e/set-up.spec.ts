import type { Page } from '@playwright/test'
import { expect, test } from '#tests/e2e/support/fixtures.ts'
import { inspect } from '#tests/e2e/support/inspect.ts'

// The way to the first message is looked at three times, in six forms.
test.describe.configure({ timeout: 240_000 })

/** From an account without anything to a message that arrives live, by the page alone and the command that it shows. */
async function sendFirstMessage(page: Page): Promise<void> {
  const steps = page.getByRole('list', { name: 'Steps to the first message' })
  await expect(steps.getByRole('listitem').first()).toHaveAttribute('aria-current', 'step')
  await inspect(page, 'first-steps-1')

  await page.getByLabel('Name of a customer').fill("Ada's Lamps")
  await page.getByRole('button', { name: 'Create application' }).click()
  await expect(steps.getByRole('link', { name: "Ada's Lamps" })).toBeVisible()

  // Left and come back to.
  await page.getByRole('link', { name: 'Skip to the overview' }).click()
  await expect(page.getByRole('heading', { name: /^No deliveries/ })).toBeVisible()
  await page.getByRole('link', { name: 'Get started' }).click()
  await page.getByRole('button', { name: 'Use the built-in receiver' }).click()
  await expect(steps.getByLabel('done')).toHaveCount(2)

  await page.getByRole('button', { name: 'Make an API key for it' }).click()
  await expect(page.getByText('is shown this once')).toBeVisible()
  await inspect(page, 'first-steps-2')
  const command = await page.getByRole('region', { name: 'Command that sends an event' }).innerText()
  expect(command).toContain('/api/v1/app/adas-lamps/msg')
  expect(await runCurl(command)).toBe(202)

  const arrival = page.getByRole('region', { name: 'What arrives' })
  await expect(arrival.getByText('Delivered')).toBeVisible()
  await expect(arrival.getByText('Answered 200')).toBeVisible()
  await expect(arrival).toContainText('"amount": 2900')
  await expect(steps.getByLabel('done')).toHaveCount(3)
  await inspect(page, 'first-steps-3')
  await page.getByRole('link', { name: 'Open the overview' }).click()
  await expect(page.getByText('100.00 %').first()).toBeVisible()
}

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
  await expect(page).toHaveURL('/default/production/start')
  await sendFirstMessage(page)

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

/** What the shown command does, where there is no curl. Returns the status. */
async function runCurl(command: string): Promise<number> {
  const [, url = ''] = /^curl (\S+)/.exec(command) ?? []
  const headers = [...command.matchAll(/-H (["'])([^:]+): (.+?)\1/g)].map(([, , name = '', value = '']): [string, string] => [name, value])
  const [, body = ''] = /-d '(.*)'/s.exec(command) ?? []
  return (await fetch(url, { method: 'POST', headers, body })).status
}
