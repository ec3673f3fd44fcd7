import { createServer } from 'node:http'
import type { Page, Request } from '@playwright/test'
import { expect, type Tenant, test } from '#tests/e2e/support/fixtures.ts'
import { inspect } from '#tests/e2e/support/inspect.ts'
import { countScriptBytes } from '#tests/e2e/support/script-bytes.ts'
import { tellStory } from '#tests/e2e/support/story.ts'
import { freePort } from '#tests/support/port.ts'

type Access = { url: string; token: string }

const mint = (tenant: Tenant, application: string, input: object = {}): Promise<Access> =>
  tenant.api('POST', `/auth/app-portal-access/${application}`, input)

/** A shop with one endpoint, and how to post a message to it. */
async function openShop(tenant: Tenant, url: string, options: object = {}) {
  await tenant.api('POST', '/app', { uid: 'shop', name: 'Shop' })
  const endpoint = await tenant.api('POST', '/app/shop/endpoint', { url, ...options })
  const post = (order: string): Promise<{ id: string }> =>
    tenant.api('POST', '/app/shop/msg', { eventType: 'order.paid', eventId: order, payload: { order } })
  return { endpoint: endpoint.id as string, post }
}

/** A site on another port that shows something of ours. */
async function startHost(body: string) {
  const server = createServer((_, response) => response.setHeader('content-type', 'text/html').end(`<!doctype html>${body}`))
  const port = await freePort()
  await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${port}`, close: () => new Promise(resolve => server.close(resolve)) }
}

const hostOf = (url: string) => url.replace(/^http:\/\//, '')
const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true })

test('a link opens the merchant’s endpoints, and its token goes nowhere but into a header', async ({ page, tenant, receiver }) => {
  const inbox = receiver.inbox()
  await openShop(tenant, inbox.url)
  const { url, token } = await mint(tenant, 'shop')
  const requests: Request[] = []
  page.on('request', request => requests.push(request))
  await page.goto(url)
  await expect(page.getByRole('link', { name: hostOf(inbox.url) })).toBeVisible()
  await expect(page.getByRole('status').filter({ hasText: 'Live' })).toBeVisible()
  await page.getByRole('link', { name: 'Messages' }).click()
  await expect(heading(page, 'Messages')).toBeAttached()

  expect(page.url()).not.toContain('ptok_')
  expect(requests.length).toBeGreaterThan(5)
  for (const request of requests) {
    const { authorization, ...headers } = await request.allHeaders()
    expect(request.url() + JSON.stringify(headers) + (request.postData() ?? '')).not.toContain(token)
    if (request.url().includes('/api/trpc/portal.')) expect(authorization).toBe(`Bearer ${token}`)
  }
  expect(JSON.stringify(await page.context().cookies())).not.toContain(token)

  await page.reload()
  await expect(heading(page, 'Messages')).toBeAttached()
  const second = await page.context().newPage()
  await second.goto(url)
  await expect(second.getByRole('link', { name: hostOf(inbox.url) })).toBeVisible()
})

test('a browser that lets a frame keep nothing shows it all the same', async ({ page, tenant, receiver }) => {
  const inbox = receiver.inbox()
  await openShop(tenant, inbox.url)
  await page.addInitScript(() => {
    const refuse = () => {
      throw new DOMException('The operation is insecure.', 'SecurityError')
    }
    for (const name of ['sessionStorage', 'localStorage']) Object.defineProperty(window, name, { get: refuse })
  })
  await page.goto((await mint(tenant, 'shop')).url)
  await page.getByRole('link', { name: hostOf(inbox.url) }).click()
  await expect(heading(page, hostOf(inbox.url))).toBeVisible()
  await page.reload()
  await expect(heading(page, 'This page was opened without its link')).toBeVisible()
})

test('a link for an e-mail opens once', async ({ page, tenant, receiver }) => {
  const inbox = receiver.inbox()
  await openShop(tenant, inbox.url)
  const { url } = await mint(tenant, 'shop', { oneTime: true })
  await page.goto(url)
  await expect(page.getByRole('link', { name: hostOf(inbox.url) })).toBeVisible()
  await page.reload()
  await expect(page.getByRole('link', { name: hostOf(inbox.url) })).toBeVisible()
  const second = await page.context().newPage()
  await second.goto(url)
  await expect(heading(second, 'This link was used before')).toBeVisible()
})

test('a token that was revoked, is another’s or is made up opens nothing', async ({ page, tenant, receiver }) => {
  await openShop(tenant, receiver.inbox().url)
  const { url, token } = await mint(tenant, 'shop')
  await page.goto(url)
  await expect(page.getByRole('button', { name: 'Add endpoint' })).toBeVisible()
  await tenant.api('POST', '/auth/app/shop/expire-all', {})
  await page.getByRole('link', { name: 'Messages' }).click()
  await expect(heading(page, 'Your access has ended')).toBeVisible()

  const { createTenant } = await import('#tests/e2e/support/fixtures.ts')
  const other = await createTenant()
  await other.api('POST', '/app', { uid: 'shop', name: 'Shop' })
  const stranger = await mint(other, 'shop')
  await page.goto(url.replace(token, stranger.token))
  await expect(heading(page, 'This link is for another page')).toBeVisible()
  await page.goto(url.replace(token, `ptok_${'A'.repeat(32)}`))
  await expect(heading(page, 'Your access has ended')).toBeVisible()
  await page.goto(url.split('#')[0]!)
  await expect(heading(page, 'This page was opened without its link')).toBeVisible()
})

test('a deep link begins inside, and nowhere else', async ({ page, tenant, receiver }) => {
  const { post } = await openShop(tenant, receiver.inbox().url)
  const { id } = await post('order-1')
  const { url } = await mint(tenant, 'shop')
  await page.goto(`${url}?next=/messages/${id}`)
  await expect(heading(page, 'order.paid')).toBeVisible()
  for (const outside of ['/../../login', '//example.com/', '/%2e%2e/%2e%2e/login']) {
    await page.goto('about:blank')
    await page.goto(`${url}?next=${outside}`)
    await expect(page.getByRole('button', { name: 'Add endpoint' })).toBeVisible()
  }
})

test('a merchant adds an endpoint, sees why it fails, repairs it and replays', async ({ page, tenant, receiver }) => {
  for (const name of ['order.paid', 'order.refunded', 'dispute.opened'])
    await tenant.api('POST', '/event-type', { name, description: name })
  await tenant.api('POST', '/app', { uid: 'shop', name: 'Shop' })
  const inbox = receiver.inbox({ status: 500, body: 'no such table' })
  await page.goto((await mint(tenant, 'shop')).url)
  await page.getByRole('button', { name: 'Add endpoint' }).click()
  await page.getByLabel('URL').fill('https://10.1.2.3/hooks')
  await page.getByRole('button', { name: 'Create endpoint' }).click()
  await expect(page.getByText("The endpoint's URL is refused: the host is a private address.")).toBeVisible()
  await page.getByLabel('URL').fill(inbox.url)
  await page.getByLabel('Search event types').fill('order')
  await page.getByRole('checkbox', { name: /^order\.\*/ }).check()
  await page.getByRole('button', { name: 'Create endpoint' }).click()
  await expect(heading(page, hostOf(inbox.url))).toBeVisible()

  await page.getByRole('button', { name: 'Send test event' }).click()
  const dialog = page.getByRole('dialog', { name: 'Send test event' })
  await dialog.getByRole('button', { name: 'Send test event' }).click()
  await expect(dialog.getByRole('status')).toContainText('The endpoint answered 500')
  await dialog.getByRole('link', { name: 'See why' }).click()
  await expect(page.getByText('no such table').first()).toBeVisible()
  await expect(page.getByText('Next step')).toBeVisible()

  inbox.answerWith({ status: 204 })
  await page.getByRole('button', { name: 'Resend' }).click()
  await expect(page.getByRole('button', { name: 'Attempt 2 answered 204' })).toBeVisible()
  await page.getByRole('link', { name: 'Messages' }).first().click()
  await expect(page.getByRole('row', { name: /svix\.ping/ })).toContainText('Delivered')
})

test('a token that only reads is offered nothing to do', async ({ page, tenant, receiver }) => {
  const { endpoint, post } = await openShop(tenant, receiver.inbox({ status: 500 }).url, { retrySchedule: [604_800] })
  const { id } = await post('order-1')
  const { url } = await mint(tenant, 'shop', { capabilities: ['ViewBase'] })
  const actions =
    /^(Add endpoint|Send test event|Pause|More actions|Edit|Reveal|Rotate|Resend|Edit and resend|Cancel delivery|Sign and show|Replay)/
  await page.goto(url)
  await expect(page.getByRole('row')).toHaveCount(2)
  await expect(page.getByRole('button', { name: actions })).toHaveCount(0)
  await page.goto(`${url}?next=/endpoints/${endpoint}`)
  await page.reload()
  await expect(page.getByRole('row', { name: /order-1/ })).toContainText('500')
  await expect(page.getByRole('button', { name: actions })).toHaveCount(0)
  await page
    .getByRole('row', { name: /order-1/ })
    .getByRole('link')
    .click()
  await expect(page).toHaveURL(new RegExp(id))
  await expect(page.getByText('Next step')).toBeVisible()
  await expect(page.getByRole('button', { name: actions })).toHaveCount(0)
  await expect(page.getByRole('link', { name: actions })).toHaveCount(0)
})

test('a page of another site shows it in a frame, until only others may', async ({ page, tenant, receiver }) => {
  const inbox = receiver.inbox()
  await openShop(tenant, inbox.url)
  const { url } = await mint(tenant, 'shop')
  const host = await startHost(`<iframe src="${url}" title="Webhooks" allow="clipboard-write" style="width:100%;height:600px"></iframe>`)
  const frame = page.frameLocator('iframe')
  await page.goto(host.url)
  await frame.getByRole('link', { name: hostOf(inbox.url) }).click()
  await expect(frame.getByRole('heading', { name: hostOf(inbox.url) })).toBeVisible()

  const allow = (portalOrigins: string[]) => tenant.api('PATCH', '/environment/settings', { portalOrigins })
  await allow(['https://app.example.com'])
  await page.goto(host.url)
  await expect.poll(() => page.frames().at(-1)?.url()).toMatch(/^chrome-error:/)
  await allow(['https://app.example.com', host.url])
  await page.goto(host.url)
  await expect(frame.getByRole('link', { name: hostOf(inbox.url) })).toBeVisible()
  await host.close()
})

test('what failed while its server was away is replayed, canary first', async ({ page, tenant, receiver }) => {
  const inbox = receiver.inbox({ status: 500 })
  const { endpoint, post } = await openShop(tenant, inbox.url, { retrySchedule: [1] })
  for (const order of ['order-1', 'order-2', 'order-3']) await post(order)
  await inbox.arrived(6)
  await page.goto(`${(await mint(tenant, 'shop')).url}?next=/endpoints/${endpoint}`)
  await expect(page.getByRole('row', { name: /order-\d.*/ }).filter({ hasText: 'Failed' })).toHaveCount(3)
  inbox.answerWith({ status: 204 })
  await page.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: 'Replay what failed' }).click()
  await page.getByRole('button', { name: 'Send canary, then 2 to 1 endpoint' }).click()
  await expect(page.getByRole('main')).toContainText('3 of 3')
  await inbox.arrived(9)
  await page.getByRole('link', { name: 'Messages' }).first().click()
  await expect(page.getByRole('row', { name: /order-\d/ }).filter({ hasText: 'Delivered' })).toHaveCount(3)
})

test('the old secret is revoked before its time', async ({ page, tenant, receiver }) => {
  const { endpoint } = await openShop(tenant, receiver.inbox().url)
  await page.goto(`${(await mint(tenant, 'shop')).url}?next=/endpoints/${endpoint}`)
  const section = page.getByRole('region', { name: 'Signing secret' })
  await section.getByRole('button', { name: 'Rotate' }).click()
  await page.getByRole('button', { name: 'Rotate secret' }).click()
  await expect(section).toContainText('The secret before signs too for 23 h')
  await section.getByRole('button', { name: 'Revoke now' }).click()
  await page.getByRole('button', { name: 'Revoke old secrets' }).click()
  await expect(section).not.toContainText('signs too')
})

test('the catalogue says what comes, and who gets it', async ({ page, tenant, receiver }) => {
  const schema = {
    type: 'object',
    properties: { id: { type: 'string' }, amount: { type: 'integer' } },
    required: ['id'],
    examples: [{ id: 'ord_1', amount: 5800 }],
  }
  await tenant.api('POST', '/event-type', { name: 'order.paid', description: 'An order was paid', schemas: { 1: schema } })
  await tenant.api('POST', '/event-type', { name: 'order.beta', description: 'Not for everybody', featureFlags: ['beta'] })
  const inbox = receiver.inbox()
  await openShop(tenant, inbox.url)
  await tenant.api('POST', '/app', { uid: 'other', name: 'Other' })
  await tenant.api('POST', '/app/other/endpoint', { url: `${inbox.url}/other` })
  await page.goto((await mint(tenant, 'shop')).url)
  await page.getByRole('link', { name: 'Event catalogue' }).click()
  await expect(page.getByRole('link', { name: 'order.paid' })).toBeVisible()
  await expect(page.getByText('order.beta')).toHaveCount(0)
  await page.getByRole('link', { name: 'order.paid' }).click()
  await expect(page.getByRole('region', { name: 'Example' }).first()).toContainText('ord_1')
  await expect(page.getByRole('region', { name: 'TypeScript' }).first()).toContainText('export type OrderPaid = {')
  await expect(page.getByRole('region', { name: 'Subscribers' }).getByRole('listitem')).toHaveText([new RegExp(hostOf(inbox.url))])
})

test('it comes with less than 200 kB of JavaScript', async ({ page, tenant, receiver }) => {
  await openShop(tenant, receiver.inbox().url)
  const { url } = await mint(tenant, 'shop')
  const bytes = await countScriptBytes(page, async () => {
    await page.goto(url)
    await expect(page.getByRole('status').filter({ hasText: 'Live' })).toBeVisible()
  })
  expect(bytes).toBeGreaterThan(50_000)
  expect(bytes).toBeLessThan(200_000)
})

test('the portal, looked at', async ({ page, receiver }) => {
  test.setTimeout(240_000)
  const { tenant, failing } = await tellStory(receiver)
  const { data } = await tenant.api('GET', '/app/joes-tshirts/endpoint')
  const { url } = await mint(tenant, 'joes-tshirts')
  const at = async (next: string) => {
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.goto('about:blank')
    await page.goto(`${url}?next=${next}`)
  }
  await page.goto(url)
  await expect(page.getByRole('row')).toHaveCount(3)
  await inspect(page, 'portal-endpoints')
  await at(`/endpoints/${data[1].id}`)
  await expect(page.getByRole('region', { name: /^Failing since/ })).toContainText('Replay 13 when healthy')
  await inspect(page, 'portal-endpoint-failing')
  await at('/endpoints/new')
  await expect(page.getByRole('checkbox', { name: /^payment\.\*/ })).toBeVisible()
  await inspect(page, 'portal-endpoint-new')
  await at('/messages')
  await expect(page.getByRole('row', { name: /pay_13443/ })).toBeVisible()
  await inspect(page, 'portal-messages')
  await at(`/messages/${failing}`)
  await expect(page.getByText('Next step')).toBeVisible()
  await inspect(page, 'portal-message')
  await at('/event-types')
  await expect(page.getByRole('link', { name: 'payment.failed' })).toBeVisible()
  await inspect(page, 'portal-catalogue')
  await at('/developers/signature')
  await expect(page.getByText('A receiver refuses a signature?')).toBeVisible()
  await inspect(page, 'portal-tools')
  await at('/activity')
  await expect(page.getByRole('region', { name: 'Outcomes', exact: true })).toBeVisible()
  await inspect(page, 'portal-activity')
})
