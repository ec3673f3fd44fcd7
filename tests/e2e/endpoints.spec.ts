import { Webhook } from 'standardwebhooks'
import { expect, signInAs, type Tenant, test } from '#tests/e2e/support/fixtures.ts'
import { inspect } from '#tests/e2e/support/inspect.ts'
import { sectionOf, tellStory } from '#tests/e2e/support/story.ts'
import type { Received } from '#tests/support/receiver.ts'

/** A shop with one endpoint: its page, and how to post a message to it. */
async function openShop(tenant: Tenant, url: string, options: object = {}) {
  const { id } = await tenant.api('POST', '/app', { uid: 'shop', name: 'Shop' })
  const endpoint = await tenant.api('POST', '/app/shop/endpoint', { url, ...options })
  const post = (order: string): Promise<{ id: string }> =>
    tenant.api('POST', '/app/shop/msg', { eventType: 'order.paid', eventId: order, payload: { order } })
  return { path: `${sectionOf(tenant, 'applications')}/${id}/endpoints/${endpoint.id}`, post, api: `/app/shop/endpoint/${endpoint.id}` }
}

const orderOf = ({ body }: Received): string => JSON.parse(body.toString()).order

test('what breaks is shown as an incident, and what failed is recovered', async ({ page, tenant, receiver }) => {
  const inbox = receiver.inbox()
  const { path, post } = await openShop(tenant, inbox.url, { retrySchedule: [604_800] })
  await post('before')
  await signInAs(page, tenant.owner)
  await page.goto(path)
  await expect(page.getByRole('main').getByText('Healthy', { exact: true })).toBeVisible()

  inbox.answerWith({ status: 500 })
  for (let number = 1; number <= 6; number++) await post(`order-${number}`)
  const incident = page.getByRole('region', { name: /^Failing since/ })
  await expect(incident).toContainText('First 500')
  await expect(incident).toContainText('6 deliveries have not arrived since')
  const replay = page.getByRole('region', { name: 'A replay waits for the next success.' })
  await incident.getByRole('button', { name: 'Replay 6 when healthy' }).click()
  await expect(replay).toContainText('0 of 6 sent')
  await replay.getByRole('button', { name: 'Cancel replay' }).click()
  await page.getByRole('dialog', { name: 'Cancel this replay?' }).getByRole('button', { name: 'Leave 6 unsent' }).click()
  await expect(replay).toBeHidden()
  await incident.getByRole('button', { name: 'Replay 6 when healthy' }).click()
  await expect(replay).toContainText('0 of 6 sent')

  inbox.answerWith({ status: 204 })
  await post('after')
  await inbox.arrived(14)
  await expect(page.getByRole('main').getByText('Recovered', { exact: true })).toBeVisible()
  await expect(page.getByRole('region', { name: /^(Failing since|A replay|Recovered at)/ })).toHaveCount(0)
  await page.getByRole('button', { name: 'Waiting' }).click()
  await expect(page.getByText('There are none of these.')).toBeVisible()
  await page.getByRole('button', { name: 'Delivered' }).click()
  await expect(page.getByRole('row', { name: /order\.paid/ })).toHaveCount(8)
})

test('a replay whose extent can’t be counted says so', async ({ page, tenant, receiver }) => {
  const { path, post } = await openShop(tenant, receiver.inbox({ status: 500 }).url, { retrySchedule: [604_800] })
  await signInAs(page, tenant.owner)
  await page.route(/endpoints\.replayable/, route => route.abort())
  await page.goto(path)
  for (let number = 1; number <= 6; number++) await post(`order-${number}`)
  const replay = page.getByRole('button', { name: 'Replay when healthy' })
  await replay.focus()
  await expect(page.getByRole('tooltip')).toHaveText('What failed could not be counted. The server can’t be reached now.')
})

test('a secret is shown only when asked for, and rotated while deliveries flow', async ({ page, tenant, receiver }) => {
  const inbox = receiver.inbox()
  const { path, post, api } = await openShop(tenant, inbox.url)
  const { key: first } = await tenant.api('GET', `${api}/secret`)
  const answers: Promise<string>[] = []
  page.on('response', response => {
    // The stream of changes does not end, and says no more than that there are some.
    if (/\/api\/trpc\/(?!messages\.changes)/.test(response.url())) answers.push(response.text())
  })
  await signInAs(page, tenant.owner)
  await page.goto(path)
  const section = page.getByRole('region', { name: 'Signing secret' })
  await expect(section).toContainText('whsec_••••')
  await post('order-1')
  await expect(page.getByRole('row', { name: /order-1/ })).toContainText('Delivered')
  expect(answers).not.toHaveLength(0)
  expect([await page.content(), ...(await Promise.all(answers))].join()).not.toContain(first)
  page.removeAllListeners('response')
  await section.getByRole('button', { name: 'Reveal' }).click()
  await expect(section).toContainText(first)

  await section.getByRole('button', { name: 'Rotate' }).click()
  await page.getByRole('button', { name: 'Rotate secret' }).click()
  await expect(section).toContainText('The secret before signs too for 23 h')
  await expect(section).not.toContainText(first)
  const second = (await section.locator('code').textContent()) ?? ''
  expect((await tenant.api('GET', `${api}/secret`)).key).toBe(second)

  await post('order-2')
  const { headers, body } = (await inbox.arrived(2))[1]!
  for (const secret of [first, second])
    expect(new Webhook(secret).verify(body.toString(), headers as Record<string, string>)).toEqual({ order: 'order-2' })
})

test('paused it holds what comes, resumed it sends it in order', async ({ page, tenant, receiver }) => {
  const inbox = receiver.inbox()
  const { path, post } = await openShop(tenant, inbox.url)
  await signInAs(page, tenant.owner)
  await page.goto(path)
  await page.getByRole('button', { name: 'Pause' }).click()
  const strip = page.getByRole('region', { name: /^Paused since/ })
  await expect(strip).toBeVisible()
  const orders = Array.from({ length: 5 }, (_, number) => `order-${number}`)
  for (const order of orders) await post(order)
  await expect(strip).toContainText('5 waiting')
  expect(inbox.received).toHaveLength(0)
  await strip.getByRole('button', { name: 'Resume' }).click()
  expect((await inbox.arrived(5)).map(orderOf)).toEqual(orders)
  await expect(strip).toBeHidden()
  await expect(page.getByRole('row', { name: /order-4/ })).toContainText('Delivered')
})

test('disabled it skips, and what it missed is offered when it is enabled', async ({ page, tenant, receiver }) => {
  const inbox = receiver.inbox()
  const { path, post } = await openShop(tenant, inbox.url)
  await signInAs(page, tenant.owner)
  await page.goto(path)
  await page.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: 'Disable' }).click()
  await page.getByRole('button', { name: 'Disable endpoint' }).click()
  const disabled = page.getByRole('region', { name: /^Disabled since/ })
  await expect(disabled).toContainText('A member or the API disabled it.')
  await post('order-1')
  await post('order-2')
  await expect(disabled).toContainText('It has missed 2 since.')
  await disabled.getByRole('button', { name: 'Enable' }).click()
  await page.getByRole('button', { name: 'Replay 2' }).click()
  expect((await inbox.arrived(2)).map(orderOf).sort()).toEqual(['order-1', 'order-2'])
  await expect(page.getByRole('region', { name: /^Missed/ })).toBeHidden()
})

test('a test event shows at once what the endpoint answered', async ({ page, tenant, receiver }) => {
  const inbox = receiver.inbox({ status: 401 })
  const { path } = await openShop(tenant, inbox.url)
  await signInAs(page, tenant.owner)
  await page.goto(path)
  await page.getByRole('button', { name: 'Send test event' }).click()
  const dialog = page.getByRole('dialog', { name: 'Send test event' })
  await dialog.getByRole('button', { name: 'Send test event' }).click()
  await expect(dialog.getByRole('status')).toContainText('The endpoint answered 401')
  inbox.answerWith({ status: 204 })
  await dialog.getByRole('button', { name: 'Send another' }).click()
  await expect(dialog.getByRole('status')).toContainText('The endpoint answered 204')
  expect(inbox.received.map(({ headers }) => headers['webhook-synthetic'])).toEqual(['true', 'true'])
})

test('its settings are edited: event types by prefix, headers, a schedule', async ({ page, tenant, receiver }) => {
  for (const name of ['payment.succeeded', 'payment.failed', 'refund.succeeded'])
    await tenant.api('POST', '/event-type', { name, description: name })
  const inbox = receiver.inbox()
  const { path, api } = await openShop(tenant, inbox.url)
  await tenant.api('PATCH', `${api}/headers`, { headers: { 'x-shop': 'joe' } })
  await signInAs(page, tenant.owner)
  await page.goto(path)
  await page.getByRole('button', { name: 'Edit' }).click()
  await page.getByLabel('Search event types').fill('pay')
  await expect(page.getByRole('checkbox', { name: /refund/ })).toBeHidden()
  await page.getByRole('checkbox', { name: /^payment\.\*/ }).check()
  await page.getByLabel('Value 1').fill('jane')
  await page.getByLabel('Retry schedule').fill('5s, soon')
  await expect(page.getByText('Write spans such as 5s')).toBeVisible()
  await page.getByLabel('Retry schedule').fill('5s, 2h')
  await expect(page.getByRole('img', { name: 'Attempts at once, after 5 s, after 2 h' })).toBeVisible()
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('payment.failed, payment.succeeded')).toBeVisible()
  await expect(page.getByText('3 attempts, of its own.')).toBeVisible()
  await expect(page.getByText('jane')).toBeVisible()
  expect(await tenant.api('GET', api)).toMatchObject({ retrySchedule: [5, 7200], eventTypes: ['payment.failed', 'payment.succeeded'] })
})

test('a page has one stream of changes, and the next page goes on with it', async ({ page, tenant, receiver }) => {
  const { path, post } = await openShop(tenant, receiver.inbox().url)
  const streams: string[] = []
  page.on('request', request => {
    if (request.url().includes('messages.changes')) streams.push(request.url())
  })
  await signInAs(page, tenant.owner)
  await page.goto(path)
  await post('order-1')
  await expect(page.getByRole('row', { name: /order-1/ })).toContainText('Delivered')
  await page.getByRole('link', { name: 'Messages' }).click()
  await expect(page.getByRole('row', { name: /order-1/ })).toBeVisible()
  await post('order-2')
  await expect(page.getByRole('row', { name: /order-2/ })).toContainText('Delivered')
  expect(streams).toHaveLength(1)
})

test('a viewer sees why they may not change it', async ({ page, tenant, receiver }) => {
  const { path } = await openShop(tenant, receiver.inbox().url)
  await signInAs(page, await tenant.addPerson('viewer'))
  await page.goto(path)
  for (const name of ['Send test event', 'Pause', 'Edit', 'Reveal', 'Rotate'])
    await expect(page.getByRole('button', { name, exact: true })).toHaveAttribute('aria-disabled', 'true')
  await page.getByRole('button', { name: 'Reveal' }).focus()
  await expect(page.getByRole('tooltip')).toHaveText(
    'Your role is viewer. Seeing a signing secret needs the role developer or a higher one.',
  )
  await page.goto(`${path}/edit`)
  await expect(page.getByRole('main').getByRole('alert')).toContainText('Editing an endpoint needs the role developer')
})

test('another organization’s endpoint does not exist', async ({ page, tenant, receiver }) => {
  const { createTenant } = await import('#tests/e2e/support/fixtures.ts')
  const { path } = await openShop(await createTenant(), receiver.inbox().url)
  const own = await openShop(tenant, receiver.inbox().url)
  await signInAs(page, tenant.owner)
  await page.goto(own.path.replace(/[^/]+$/, path.split('/').at(-1)!))
  await expect(page.getByRole('heading', { name: 'There is no such application or endpoint in this environment' })).toBeVisible()
})

test('an endpoint and its form, looked at', async ({ page, receiver }) => {
  test.setTimeout(240_000)
  const { tenant } = await tellStory(receiver)
  const { id } = await tenant.api('GET', '/app/joes-tshirts')
  const { data } = await tenant.api('GET', `/app/${id}/endpoint`)
  const path = `${sectionOf(tenant, 'applications')}/${id}/endpoints`
  await signInAs(page, tenant.owner)
  await page.goto(`${path}/${data[1].id}`)
  await expect(page.getByRole('region', { name: /^Failing since/ })).toContainText('Replay 13 when healthy')
  await inspect(page, 'endpoint-failing')
  await page.goto(`${path}/${data[0].id}`)
  await expect(page.getByRole('main').getByText('Healthy', { exact: true })).toBeVisible()
  await inspect(page, 'endpoint')
  await page.goto(`${path}/${data[1].id}/edit`)
  await expect(page.getByRole('checkbox', { name: /^payment\.\*/ })).toBeVisible()
  await inspect(page, 'endpoint-edit')
})
