import type { Page } from '@playwright/test'
import { expect, listens, signInAs, type Tenant, test } from '#tests/e2e/support/fixtures.ts'
import { sectionOf } from '#tests/e2e/support/story.ts'

/** Two tabs of one browser, signed in, each where it says. */
async function openTabs(page: Page, tenant: Tenant, one: string, other: string): Promise<[Page, Page]> {
  const second = await page.context().newPage()
  await signInAs(page, tenant.owner)
  await page.goto(one)
  await second.goto(other)
  for (const tab of [page, second]) await listens(tab)
  return [page, second]
}

async function openShop(tenant: Tenant, url: string) {
  const { id } = await tenant.api('POST', '/app', { uid: 'shop', name: 'Shop' })
  const endpoint = await tenant.api('POST', '/app/shop/endpoint', { url, uid: 'hook' })
  const application = `${sectionOf(tenant, 'applications')}/${id}`
  return { application, endpoint: `${application}/endpoints/${endpoint.id}` }
}

test('what one tab changes, the other shows by itself', async ({ page, tenant, receiver }) => {
  const inbox = receiver.inbox({ status: 500 })
  const shop = await openShop(tenant, inbox.url)
  const { id } = await tenant.api('POST', '/app/shop/msg', { eventType: 'order.paid', payload: {} })
  const [one, other] = await openTabs(page, tenant, `${tenant.path}/${id}`, tenant.path)
  await expect(one.getByRole('article', { name: 'Attempt 1' })).toContainText('The endpoint answered 500')
  await expect(other.getByRole('row', { name: /order\.paid/ })).toContainText('Retrying')
  inbox.answerWith({ status: 204 })
  await one.keyboard.press('r')
  await expect(other.getByRole('row', { name: /order\.paid/ })).toContainText('Delivered')

  for (const tab of [one, other]) await tab.goto(shop.application)
  for (const tab of [one, other]) await listens(tab)
  await one.getByRole('button', { name: 'Edit' }).click()
  await one.getByRole('dialog').getByLabel('Name').fill('Harbor Books')
  await one.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await expect(other.getByRole('heading', { level: 1 })).toHaveText('Harbor Books')

  for (const tab of [one, other]) await tab.goto(shop.endpoint)
  for (const tab of [one, other]) await listens(tab)
  await one.getByRole('button', { name: 'Pause' }).click()
  await other
    .getByRole('region', { name: /^Paused since/ })
    .getByRole('button', { name: 'Resume' })
    .click()
  await expect(one.getByRole('region', { name: /^Paused since/ })).toBeHidden()
  await expect(one.getByRole('button', { name: 'Pause' })).toBeVisible()
})

test('who signs out in one tab is led to the sign-in by the other’s next step, and back from there', async ({ page, tenant, receiver }) => {
  const { application, endpoint } = await openShop(tenant, receiver.inbox().url)
  const steps: { from: string; step: (tab: Page) => Promise<void>; to: string }[] = [
    { from: endpoint, step: tab => tab.getByRole('button', { name: 'Pause' }).click(), to: endpoint },
    { from: tenant.path, step: tab => tab.getByRole('button', { name: '7 d', exact: true }).click(), to: `${tenant.path}?range=7d` },
    { from: application, step: tab => tab.getByRole('link', { name: 'Replays' }).click(), to: sectionOf(tenant, 'replays') },
    { from: application, step: async tab => void (await tab.reload()), to: application },
  ]
  for (const { from, step, to } of steps) {
    const [one, other] = await openTabs(page, tenant, tenant.path, from)
    await one.getByRole('button', { name: /^Account/ }).click()
    await one.getByRole('menuitem', { name: 'Sign out', exact: true }).click()
    await expect(one).toHaveURL('/login')
    await step(other)
    await expect(other).toHaveURL(`/login?next=${encodeURIComponent(to)}`)
    await other.getByLabel('E-mail').fill(tenant.owner.email)
    await other.getByLabel('Password').fill(tenant.owner.password)
    await other.getByRole('button', { name: 'Sign in' }).click()
    await expect(other).toHaveURL(to)
    await other.close()
  }
  expect((await tenant.api('GET', '/app/shop/endpoint/hook')).paused).toBe(false)
})

test('of two who edit one endpoint the later is told, and decides', async ({ page, tenant, receiver }) => {
  const { endpoint } = await openShop(tenant, receiver.inbox().url)
  const [one, other] = await openTabs(page, tenant, `${endpoint}/edit`, `${endpoint}/edit`)
  const save = (tab: Page) => tab.getByRole('button', { name: 'Save', exact: true }).click()
  const stored = () => tenant.api('GET', '/app/shop/endpoint/hook')
  await one.getByLabel('Description').fill('Orders')
  await other.getByLabel('Description').fill('Refunds')
  await other.getByLabel('Rate limit').fill('5')
  await save(one)
  await expect(one).toHaveURL(endpoint)
  await save(other)
  const told = other.getByRole('main').getByRole('alert')
  await expect(told).toHaveText('Somebody has changed this endpoint since you began. Nothing of yours is saved yet.')
  expect(await stored()).toMatchObject({ description: 'Orders', throttleRate: null })

  await other.getByRole('button', { name: 'Drop mine, show theirs' }).click()
  await expect(other.getByLabel('Description')).toHaveValue('Orders')
  await expect(told).toBeHidden()
  await other.getByLabel('Description').fill('Refunds')
  await tenant.api('PATCH', '/app/shop/endpoint/hook', { description: 'Disputes' })
  await save(other)
  await expect(told).toBeVisible()
  await other.getByRole('button', { name: 'Save mine over theirs' }).click()
  await expect(other).toHaveURL(endpoint)
  expect(await stored()).toMatchObject({ description: 'Refunds' })
})
