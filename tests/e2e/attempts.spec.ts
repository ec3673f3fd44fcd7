import type { Page } from '@playwright/test'
import { Webhook } from 'standardwebhooks'
import { expect, signInAs, type Tenant, test } from '#tests/e2e/support/fixtures.ts'
import { inspect } from '#tests/e2e/support/inspect.ts'

// Its screens are looked at six times each.
test.describe.configure({ timeout: 240_000 })

async function openShop(tenant: Tenant, url: string) {
  await tenant.api('POST', '/app', { uid: 'shop', name: "Joe's T-Shirts" })
  await tenant.api('POST', '/app/shop/endpoint', { url, headers: { 'x-shop': 'joe' } })
  return (eventId: string, shirt = 'navy'): Promise<{ id: string }> =>
    tenant.api('POST', '/app/shop/msg', {
      eventType: 'payment.succeeded',
      eventId,
      payload: { type: 'payment.succeeded', data: { id: eventId, shirt, amount: 2900 } },
    })
}

const evidence = (page: Page, name: string) =>
  page
    .getByRole('article', { name: /^Attempt/ })
    .locator('dt', { hasText: name })
    .locator('+ dd')

test('break the receiver, read the diagnosis, repair, resend', async ({ page, tenant, receiver }) => {
  const inbox = receiver.inbox({ status: 200, headers: { 'x-release': '2026-11-12.1' } })
  const post = await openShop(tenant, inbox.url)
  await post('pay_1')
  await inbox.arrived(1)
  inbox.answerWith([
    {},
    { status: 500, headers: { 'x-release': '2026-11-19.2' }, body: '{"error":"relation \\"orders_v2\\" does not exist"}' },
    { status: 500, headers: { 'x-release': '2026-11-19.3' }, body: '{"error":"column orders_v2.currency does not exist"}' },
  ])
  await signInAs(page, tenant.owner)
  // The success must be stored before the failure, so that there is something to compare with.
  await page.goto(tenant.path)
  await expect(page.getByRole('row', { name: /pay_1/ })).toContainText('Delivered')
  const { id } = await post('pay_2')
  await page.goto(`${tenant.path}/${id}`)

  const attempt = page.getByRole('article', { name: /^Attempt/ })
  await expect(attempt).toContainText('The endpoint answered 500: its own code fails')
  await expect(evidence(page, 'Since')).toContainText('the first 500 after')
  await expect(evidence(page, 'Since')).toContainText('1 delivery waits.')
  await expect(evidence(page, 'Changed then')).toContainText('x-release: 2026-11-12.1 at the last success')
  await expect(evidence(page, 'Changed then')).toContainText('2026-11-19.2 at the first failure')
  await expect(evidence(page, 'It says')).toContainText('orders_v2')
  await expect(evidence(page, 'Who else')).toContainText("Joe's T-Shirts has no other endpoint.")
  await expect(evidence(page, 'Next step')).toContainText("Send Joe's T-Shirts the link to this attempt")

  await expect(page.getByRole('article', { name: 'Attempt 2' })).toContainText('Changed since attempt 1')
  const difference = page.getByRole('region', { name: 'Difference to attempt 1' })
  await expect(difference).toContainText('before: x-release: 2026-11-19.2')
  await expect(difference).toContainText('now: x-release: 2026-11-19.3')
  await page.getByRole('button', { name: 'Sign and show' }).click()
  await expect(page.getByRole('region', { name: 'Request to reproduce' })).toContainText('webhook-signature: v1,')
  await page.evaluate(() => window.scrollTo({ top: 0 }))
  await inspect(page, 'attempt')

  await page.getByRole('link', { name: 'Replay 1 when healthy' }).click()
  await expect(page.getByRole('button', { name: 'Replay 1 when healthy' })).toBeVisible()
  await page.goBack()
  inbox.answerWith({ status: 204 })
  await page.keyboard.press('r')
  await expect(page.getByText('1 of 1 delivered')).toBeVisible()
  await page.getByRole('button', { name: /^Attempt 2/ }).click()
  await page.reload()
  await expect(evidence(page, 'Next step')).toContainText('The endpoint has answered rightly since')
})

test('what is reproduced is what was sent, signed anew', async ({ page, tenant, receiver }) => {
  const inbox = receiver.inbox()
  const post = await openShop(tenant, inbox.url)
  const { id } = await post('pay_1', "joe's")
  await signInAs(page, tenant.owner)
  await page.goto(`${tenant.path}/${id}`)
  await page.getByRole('button', { name: 'Sign and show' }).click()
  const shown = page.getByRole('region', { name: 'Request to reproduce' })
  await expect(shown).toContainText(`curl -i '${inbox.url}'`)
  await expect(shown).toContainText('-H "x-shop: $X_SHOP"')
  await expect(shown).toContainText(`"shirt":"joe'\\''s"`)
  await page.getByRole('button', { name: 'TypeScript' }).click()
  await expect(shown).toContainText('new Webhook(process.env.WEBHOOK_SECRET!)')
  await page.getByRole('button', { name: 'Python' }).click()
  await expect(shown).toContainText('requests.post(')
})

test('edit and resend makes a message of its own, linked to the original', async ({ page, tenant, receiver }) => {
  const inbox = receiver.inbox()
  const post = await openShop(tenant, inbox.url)
  const { id } = await post('pay_1')
  await signInAs(page, tenant.owner)
  await page.goto(`${tenant.path}/${id}`)
  await page.getByRole('button', { name: 'Edit and resend' }).click()
  const dialog = page.getByRole('dialog', { name: 'Edit and resend' })
  const payload = dialog.getByLabel('Payload')
  await expect(payload).toHaveValue(/"amount": 2900/)
  await payload.fill('{"amount": ')
  await dialog.getByRole('button', { name: 'Send to 1 endpoint' }).click()
  await expect(dialog.getByRole('alert')).toContainText('The payload is not valid JSON')
  await payload.fill('{"amount": 2901}')
  await inspect(page, 'edit-and-resend')
  await dialog.getByRole('button', { name: 'Send to 1 endpoint' }).click()
  await expect(page).not.toHaveURL(new RegExp(id))
  await expect(page.getByText('1 of 1 delivered')).toBeVisible()
  const [, sent] = await inbox.arrived(2)
  expect(sent?.body.toString()).toBe('{"amount": 2901}')
  expect(sent?.headers['webhook-synthetic']).toBe('true')
  await page.locator('dt', { hasText: 'Edited copy of' }).locator('+ dd').getByRole('link').click()
  await expect(page).toHaveURL(new RegExp(id))
})

test('an edited message goes to another URL, once, signed with a secret of its own', async ({ page, tenant, receiver }) => {
  const inbox = receiver.inbox()
  const elsewhere = receiver.inbox({ status: 418, body: 'a teapot' })
  const post = await openShop(tenant, inbox.url)
  const { id } = await post('pay_1')
  await signInAs(page, tenant.owner)
  await page.goto(`${tenant.path}/${id}`)
  await page.getByRole('button', { name: 'Edit and resend' }).click()
  const dialog = page.getByRole('dialog', { name: 'Edit and resend' })
  await dialog.getByLabel('To another URL').fill('http://10.0.0.1/hook')
  await dialog.getByRole('button', { name: 'Send once to this URL' }).click()
  await expect(dialog.getByText("The endpoint's URL is refused: the host is a private address.")).toBeVisible()
  await dialog.getByLabel('To another URL').fill(elsewhere.url)
  await inspect(page, 'resend-elsewhere')
  await dialog.getByRole('button', { name: 'Send once to this URL' }).click()
  await expect(dialog.getByRole('status').first()).toContainText('The endpoint answered 418')
  const secret = await dialog.getByRole('status', { name: 'Signing secret' }).innerText()
  await inspect(page, 'resent-elsewhere')
  const [request] = elsewhere.received
  new Webhook(secret).verify(request!.body.toString(), request!.headers as Record<string, string>)
  expect(request!.headers).not.toHaveProperty('x-shop')
  expect(inbox.received).toHaveLength(1)

  await dialog.getByRole('link', { name: 'See why' }).click()
  await expect(page.getByText('0 of 1 delivered')).toBeVisible()
  await expect(page.getByText(secret)).toHaveCount(0)
  await page.getByRole('button', { name: /^Resend/ }).focus()
  await expect(page.getByRole('tooltip')).toHaveText('It was sent to another URL, which gets it once.')
})

test('a delivery that waits is canceled', async ({ page, tenant, receiver }) => {
  const post = await openShop(tenant, receiver.inbox({ status: 503 }).url)
  const { id } = await post('pay_1')
  await signInAs(page, tenant.owner)
  await page.goto(`${tenant.path}/${id}`)
  await expect(page.getByRole('article', { name: /^Attempt/ })).toContainText('it is overloaded or under maintenance')
  await page.getByRole('button', { name: 'Cancel delivery' }).click()
  await expect(page.getByText('A member canceled it.')).toBeVisible()
  await page.getByRole('button', { name: 'Cancel delivery' }).focus()
  await expect(page.getByRole('tooltip')).toHaveText('It does not wait for another attempt.')
})

test('a viewer reads the diagnosis, and sees why they may do no more', async ({ page, tenant, receiver }) => {
  const post = await openShop(tenant, receiver.inbox({ status: 404 }).url)
  const { id } = await post('pay_1')
  await signInAs(page, await tenant.addPerson('viewer'))
  await page.goto(`${tenant.path}/${id}`)
  await expect(page.getByRole('article', { name: /^Attempt/ })).toContainText('nothing is served under this URL')
  for (const [name, doing] of [
    ['Edit and resend', 'Resending'],
    ['Cancel delivery', 'Cancelling a delivery'],
    ['Sign and show', 'Signing a request'],
  ] as const) {
    const button = page.getByRole('button', { name })
    await expect(button).toHaveAttribute('aria-disabled', 'true')
    await button.focus()
    await expect(page.getByRole('tooltip')).toHaveText(`Your role is viewer. ${doing} needs the role developer or a higher one.`)
  }
})
