import type { Page } from '@playwright/test'
import { expect, listens, signInAs, test } from '#tests/e2e/support/fixtures.ts'
import { inspect } from '#tests/e2e/support/inspect.ts'
import { sectionOf, tellStory } from '#tests/e2e/support/story.ts'
import { until } from '#tests/support/until.ts'

const paletteOf = (page: Page) => page.getByRole('dialog', { name: 'Search or go to' })

/** Opens it by its key, types, and waits until this is the one that Enter would choose. */
async function aim(page: Page, text: string, option: string | RegExp): Promise<void> {
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('combobox', { name: 'Search or go to' })).toBeFocused()
  await page.keyboard.type(text)
  await expect(paletteOf(page).getByRole('option', { name: option, exact: true })).toHaveAttribute('aria-selected', 'true')
}

async function choose(page: Page, text: string, option: string | RegExp): Promise<void> {
  await aim(page, text, option)
  await page.keyboard.press('Enter')
  await expect(paletteOf(page)).toBeHidden()
}

test('it opens and closes by its keys, however fast, and gives the focus back', async ({ page, tenant }) => {
  await signInAs(page, tenant.owner)
  await page.goto(tenant.path)
  await listens(page)
  const filter = page.getByRole('button', { name: 'Filter', exact: true })
  await filter.focus()
  for (const close of ['Escape', 'Control+k', 'Escape']) {
    await page.keyboard.press('Control+k')
    await expect(paletteOf(page)).toBeVisible()
    await page.keyboard.press(close)
    await expect(paletteOf(page)).toBeHidden()
  }
  await expect(filter).toBeFocused()
  await page.keyboard.press('/')
  await expect(page.getByRole('search').getByRole('textbox')).toBeFocused()
  await page.keyboard.press('Control+k')
  await expect(paletteOf(page)).toBeVisible()
})

test('it goes to anything by its name or id, and remembers what was opened', async ({ page, tenant, receiver }) => {
  const { url } = receiver.inbox({ status: 500 })
  await tenant.api('POST', '/event-type', { name: 'order.paid', description: 'Paid' })
  const application = await tenant.api('POST', '/app', { name: 'Harbor Books', uid: 'harbor-books' })
  const endpoint = await tenant.api('POST', '/app/harbor-books/endpoint', { url })
  const message = await tenant.api('POST', '/app/harbor-books/msg', { eventType: 'order.paid', eventId: 'order-77', payload: {} })
  const attempt = await until('an attempt is recorded', async () => {
    const { data } = await tenant.api('GET', `/app/harbor-books/attempt/msg/${message.id}`)
    return data[0]
  })
  await signInAs(page, tenant.owner)
  await page.goto(tenant.path)
  await listens(page)

  await choose(page, 'books HARB', 'Harbor Books application')
  await expect(page).toHaveURL(`${sectionOf(tenant, 'applications')}/${application.id}`)
  await choose(page, url, /endpoint of Harbor Books$/)
  await expect(page).toHaveURL(`${sectionOf(tenant, 'applications')}/${application.id}/endpoints/${endpoint.id}`)
  for (const text of ['order-77', message.id]) {
    await choose(page, text, /^order\.paid message/)
    await expect(page).toHaveURL(`${tenant.path}/${message.id}`)
  }
  await choose(page, attempt.id, /^order\.paid attempt 1 to /)
  await expect(page).toHaveURL(`${tenant.path}/${message.id}?endpoint=${endpoint.id}&attempt=1`)
  await choose(page, `${message.id}.${endpoint.id}`, /^order\.paid delivery to /)
  await expect(page).toHaveURL(`${tenant.path}/${message.id}?endpoint=${endpoint.id}`)
  await choose(page, 'ORDER.P', 'order.paid event type')
  await expect(page).toHaveURL(`${sectionOf(tenant, 'event-types')}/order.paid`)
  await choose(page, 'audit', 'Audit log Settings')
  await expect(page).toHaveURL(sectionOf(tenant, 'settings/audit'))

  await page.keyboard.press('Control+k')
  const recent = paletteOf(page).getByRole('group', { name: 'Recent' }).getByRole('option')
  await expect(recent).toHaveText([/^order\.paidevent type/, /delivery to/, /attempt 1/, /message/, /endpoint of/])
  await page.keyboard.type('no such thing')
  await expect(paletteOf(page).getByRole('status')).toHaveText('Nothing here has this name or id.')
  await page.route('**/api/trpc/places.find*', route => route.abort())
  await page.keyboard.type('s')
  await expect(paletteOf(page).getByRole('status')).toHaveText('Names and ids could not be looked up. The server can’t be reached now.')
})

test('it does what the page does, and what the nav does', async ({ page, tenant }) => {
  await signInAs(page, tenant.owner)
  await page.goto(sectionOf(tenant, 'applications'))
  await listens(page)
  await choose(page, 'new app', 'New application')
  await expect(page.getByRole('dialog', { name: 'New application' }).getByLabel('Name')).toBeFocused()
  await page.keyboard.press('Control+k')
  await expect(paletteOf(page)).toBeHidden()
  await page.keyboard.press('Escape')
  await choose(page, 'theme dark', 'Dark Theme')
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await aim(page, 'sign out', /^Sign out Account/)
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL('/login')
})

test('it switches to another environment', async ({ page, tenant }) => {
  await signInAs(page, tenant.owner)
  await page.goto(tenant.path)
  await listens(page)
  await choose(page, 'settings', 'Settings')
  await expect(page.getByRole('button', { name: 'Create environment' })).toBeVisible()
  await choose(page, 'create env', 'Create environment')
  await expect(page.getByRole('dialog').getByLabel('Name')).toBeFocused()
  await page.keyboard.type('Staging EU')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/staging-eu\/settings$/)
  await choose(page, 'environment prod', 'Production Environment of Test')
  await expect(page).toHaveURL(tenant.path.replace(/\/messages$/, ''))
})

test('what a role may not do is there with the reason, and is not done', async ({ page, tenant }) => {
  await signInAs(page, await tenant.addPerson('viewer'))
  await page.goto(sectionOf(tenant, 'applications'))
  await listens(page)
  await aim(page, 'new app', /^New application Your role is viewer\. Creating an application needs/)
  await expect(paletteOf(page).getByRole('option')).toHaveAttribute('aria-disabled', 'true')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('combobox', { name: 'Search or go to' })).toHaveValue('new app')
  await expect(page.getByRole('dialog', { name: 'New application' })).toBeHidden()
})

test('how it looks, also where there is little room', async ({ page, receiver }) => {
  // Looked at six times, three times.
  test.setTimeout(240_000)
  const { tenant, failing } = await tellStory(receiver)
  await signInAs(page, tenant.owner)
  await page.goto(`${tenant.path}/${failing}`)
  await listens(page)
  await choose(page, 'north lake', 'North Lake Coffee application')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('North Lake Coffee')
  await page.keyboard.press('Control+k')
  await expect(paletteOf(page).getByRole('option', { name: /North Lake/ })).toBeVisible()
  await inspect(page, 'palette')
  await page.keyboard.type('joe')
  await expect(paletteOf(page).getByRole('option', { name: /endpoint of Joe/ })).toHaveCount(2)
  await inspect(page, 'palette-found')

  await page.setViewportSize({ width: 360, height: 740 })
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Menu' }).click()
  await page.getByRole('button', { name: 'Search or go to' }).click()
  await page.getByRole('combobox', { name: 'Search or go to' }).fill('harbor')
  await paletteOf(page).getByRole('option', { name: 'Harbor Books application' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Harbor Books')
})
