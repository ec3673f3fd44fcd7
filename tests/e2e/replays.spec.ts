import { expect, signInAs, type Tenant, test } from '#tests/e2e/support/fixtures.ts'
import { inspect } from '#tests/e2e/support/inspect.ts'
import { sectionOf } from '#tests/e2e/support/story.ts'
import type { Inbox } from '#tests/support/receiver.ts'
import { until } from '#tests/support/until.ts'

// Its screens are looked at six times each.
test.describe.configure({ timeout: 240_000 })

/** An endpoint that misses messages for good, because each is tried once more at once and then no more. */
async function outage(tenant: Tenant, inbox: Inbox, count: number): Promise<{ endpoint: string; replays: string }> {
  await tenant.api('POST', '/app', { uid: 'shop', name: "Joe's T-Shirts" })
  const { id } = await tenant.api('POST', '/app/shop/endpoint', { url: inbox.url, retrySchedule: [1] })
  inbox.answerWith({ status: 500, headers: { 'webhook-delivery': 'abort-message' }, body: 'out of order' })
  for (let number = 0; number < count; number++)
    await tenant.api('POST', '/app/shop/msg', {
      eventType: number % 10 === 0 ? 'refund.succeeded' : 'payment.succeeded',
      eventId: `pay_${number}`,
      payload: {},
    })
  await until(`${count} deliveries have failed`, async () => (await tenant.api('GET', `/app/shop/endpoint/${id}/stats`)).fail === count)
  return { endpoint: id, replays: sectionOf(tenant, 'replays') }
}

test('an outage: preview, canary, replay', async ({ page, tenant, receiver }) => {
  const inbox = receiver.inbox()
  const { endpoint, replays } = await outage(tenant, inbox, 100)
  await signInAs(page, tenant.owner)
  await page.goto(replays)
  await expect(page.getByRole('heading', { name: 'No replays yet' })).toBeVisible()
  await page.getByRole('link', { name: 'New replay' }).last().click()
  await expect(page.getByRole('button', { name: 'Send canary, then 99 to 1 endpoint' })).toBeVisible()

  // The filter stands in the address, so that others can link to it.
  await page.goto(`${replays}/new?endpoint=${endpoint}&state=failed&type=payment.succeeded`)
  await expect(page.getByText('Remove filter').first()).toBeHidden()
  await expect(page.getByRole('button', { name: 'Send canary, then 89 to 1 endpoint' })).toBeVisible()
  await page.getByRole('button', { name: 'Remove filter Event type' }).click()
  await expect(page.getByRole('button', { name: 'Send canary, then 99 to 1 endpoint' })).toBeVisible()
  await page.getByLabel('Pace').selectOption('100 per s')
  await expect(page).toHaveURL(/pace=100/)
  await expect(page.getByText('90 payment.succeeded, 10 refund.succeeded')).toBeVisible()
  await inspect(page, 'replay-new')

  inbox.answerWith({ status: 200 })
  await page.getByRole('button', { name: 'Send canary, then 99 to 1 endpoint' }).click()
  await expect(page.getByRole('heading', { name: "Replay to Joe's T-Shirts" })).toBeVisible()
  // It goes on without a reader.
  const address = page.url()
  await page.goto('about:blank')
  await inbox.arrived(200)
  await page.goto(address)
  await expect(page.getByText('100 of 100 sent')).toBeVisible()
  await expect(page.getByText('Finished')).toBeVisible()
  await expect(page.getByRole('progressbar')).toHaveAttribute('aria-valuenow', '100')
  const course = page.getByRole('region', { name: 'Progress' })
  await expect(course).toContainText('Pace 100')
  await course.getByRole('button', { name: 'Progress as a table' }).click()
  const counts = await course
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader') })
    .getByRole('cell')
    .allInnerTexts()
  expect(counts.reduce((sum, count) => sum + Number(count), 0)).toBe(100)
  await course.getByRole('button', { name: 'Progress as a chart' }).click()
  await inspect(page, 'replay-finished')

  await page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link', { name: 'Replays' }).click()
  await expect(page.getByRole('row', { name: /Joe/ })).toContainText('100 of 100 delivered')
  await inspect(page, 'replays')
})

test('a canary that fails stops it: nothing else is sent', async ({ page, tenant, receiver }) => {
  const inbox = receiver.inbox()
  const { endpoint, replays } = await outage(tenant, inbox, 5)
  await signInAs(page, tenant.owner)
  await page.goto(`${replays}/new?endpoint=${endpoint}`)
  await page.getByRole('button', { name: 'Send canary, then 4 to 1 endpoint' }).click()
  await expect(page.getByText('The canary failed: the endpoint answered 500. The rest was not sent.').first()).toBeVisible()
  await expect(page.getByText('Stopped').first()).toBeVisible()
  expect(inbox.received).toHaveLength(6)
  await inspect(page, 'replay-stopped')
})

test('a replay under way is watched and canceled', async ({ page, tenant, receiver }) => {
  const inbox = receiver.inbox()
  const { endpoint, replays } = await outage(tenant, inbox, 30)
  await signInAs(page, tenant.owner)
  await page.goto(`${replays}/new?endpoint=${endpoint}&pace=1`)
  const held = Promise.withResolvers<void>()
  inbox.answerWith(() => held.promise.then(() => ({ status: 200 })))
  await page.getByRole('button', { name: 'Send canary, then 29 to 1 endpoint' }).click()
  const canary = page.getByRole('listitem').filter({ hasText: 'one delivery, before the others' })
  await expect(canary).toContainText('sent, waiting for the answer')
  held.resolve()
  await expect(page.getByText('Running')).toBeVisible()
  await expect(canary).toContainText(/Delivered.*answered 200/)
  await expect(page.getByText(/^[2-9] of 30 sent$/)).toBeVisible()
  await expect(page.getByText('per second').first()).toBeVisible()
  await page.screenshot({ path: 'test-results/screens/replay-running-1440-light.png', fullPage: true })
  await page.getByRole('button', { name: 'Cancel replay' }).click()
  await page
    .getByRole('dialog', { name: 'Cancel this replay?' })
    .getByRole('button', { name: /^Leave \d+ unsent$/ })
    .click()
  await expect(page.getByText('Canceled').first()).toBeVisible()
  await expect(page.getByRole('button', { name: 'Cancel replay' })).toBeHidden()
  expect(inbox.received.length).toBeLessThan(60)
})

test('one that waits for the endpoint goes when it is healthy again', async ({ page, tenant, receiver }) => {
  const inbox = receiver.inbox()
  const { endpoint, replays } = await outage(tenant, inbox, 3)
  await signInAs(page, tenant.owner)
  await page.goto(`${replays}/new?endpoint=${endpoint}`)
  await page.getByLabel('Begin').selectOption('when the endpoint is healthy')
  await page.getByRole('button', { name: 'Replay 3 when healthy' }).click()
  await expect(page.getByText('Waiting', { exact: true })).toBeVisible()
  inbox.answerWith({ status: 200 })
  await tenant.api('POST', '/app/shop/msg', { eventType: 'payment.succeeded', payload: {} })
  await expect(page.getByText('3 of 3 sent')).toBeVisible()
})

test('a viewer previews, and sees why they may not send', async ({ page, tenant, receiver }) => {
  const { endpoint, replays } = await outage(tenant, receiver.inbox(), 2)
  await signInAs(page, await tenant.addPerson('viewer'))
  await page.goto(`${replays}/new?endpoint=${endpoint}`)
  const send = page.getByRole('button', { name: 'Send canary, then 1 to 1 endpoint' })
  await expect(send).toHaveAttribute('aria-disabled', 'true')
  await send.focus()
  await expect(page.getByRole('tooltip')).toHaveText('Your role is viewer. Replaying needs the role developer or a higher one.')
})
