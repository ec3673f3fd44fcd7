import { readFile } from 'node:fs/promises'
import { expect, listens, signInAs, type Tenant, test } from '#tests/e2e/support/fixtures.ts'
import { inspect } from '#tests/e2e/support/inspect.ts'
import { sectionOf, tellStory } from '#tests/e2e/support/story.ts'

const pathOf = (tenant: Tenant) => sectionOf(tenant, 'deliveries')

/** A shop whose endpoint answers as the test says; returns how to post to it. */
async function openShop(tenant: Tenant, url: string) {
  await tenant.api('POST', '/app', { uid: 'shop', name: 'Shop' })
  await tenant.api('POST', '/app/shop/endpoint', { url, uid: 'hook' })
  return (eventType = 'order.paid'): Promise<{ id: string }> => tenant.api('POST', '/app/shop/msg', { eventType, payload: { order: 1 } })
}

test('what fails appears by itself, and is sent again from here', async ({ page, tenant, receiver }) => {
  const inbox = receiver.inbox({ status: 500 })
  const post = await openShop(tenant, inbox.url)
  await signInAs(page, tenant.owner)
  await page.goto(pathOf(tenant))
  await expect(page.getByRole('heading', { name: 'Nothing waits and nothing has failed in the last 7 days' })).toBeVisible()
  await expect(page.getByText('Live', { exact: true })).toBeVisible()

  await post('order.paid')
  await post('order.sent')
  const row = (name: string) => page.getByRole('row', { name: new RegExp(name) })
  await expect(row('order.paid')).toContainText('answered 500')
  await expect(row('order.sent')).toContainText('Retrying')

  inbox.answerWith({ status: 204 })
  await page.getByRole('checkbox', { name: 'Select order.paid for Shop' }).check()
  await expect(page.getByText('1 delivery selected')).toBeVisible()
  await page.getByRole('button', { name: /^Resend 1 delivery to 1 endpoint/ }).click()
  await expect(page.getByText('1 delivery on the way.')).toBeVisible()
  await expect(row('order.paid')).toContainText('Delivered')
  await expect(row('order.sent')).toContainText('Retrying')

  await page.getByRole('checkbox', { name: 'Select order.sent for Shop' }).check()
  await page.getByRole('button', { name: 'Cancel 1 waiting' }).click()
  await expect(page.getByText('1 delivery canceled.')).toBeVisible()
  await expect(row('order.sent')).toContainText('Canceled')
})

test('filters stand in the address, and the file has what the list has', async ({ page, tenant, receiver }) => {
  const post = await openShop(tenant, receiver.inbox({ status: 500 }).url)
  await tenant.api('POST', '/app', { uid: 'off', name: 'Switched off' })
  await tenant.api('POST', '/app/off/endpoint', { url: receiver.inbox().url, disabled: true })
  await post()
  const { id } = await tenant.api('POST', '/app/off/msg', { eventType: 'order.sent', payload: {} })
  await signInAs(page, tenant.owner)
  await page.goto(pathOf(tenant))
  const row = (name: string) => page.getByRole('row', { name: new RegExp(name) })
  await expect(row('order.paid')).toContainText('Retrying')
  await expect(row('order.sent')).toContainText('endpoint disabled')

  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  await page.getByRole('button', { name: 'Reason' }).click()
  await page.getByRole('option', { name: 'endpoint disabled' }).click()
  await page.keyboard.press('Escape')
  await expect(row('order.paid')).toBeHidden()
  await expect(page).toHaveURL(`${pathOf(tenant)}?reason=endpoint_disabled`)
  await page.reload()
  await expect(row('order.sent')).toBeVisible()
  await expect(row('order.paid')).toBeHidden()

  for (const [format, expected] of [
    ['CSV', `${id},order.sent,skipped,endpoint_disabled`],
    ['JSON', `"message_id":"${id}"`],
  ] as const) {
    const file = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Export' }).click()
    await page.getByRole('menuitem', { name: format }).click()
    const text = await readFile(await (await file).path(), 'utf8')
    expect(text).toContain(expected)
    expect(text).not.toContain('order.paid')
  }

  await page.getByRole('button', { name: 'Replay all' }).focus()
  await expect(page.getByRole('tooltip')).toContainText('remove these filters')
  await page.goto(`${pathOf(tenant)}?state=failed,retrying`)
  await page.getByRole('button', { name: 'Replay all' }).click()
  await expect(page).toHaveURL(/\/replays\/new\?state=failed%2Cretrying&since=/)
  await page.goto(`${pathOf(tenant)}?application=app_unknown`)
  await expect(page.getByRole('heading', { name: 'No delivery matches in the last 7 days' })).toBeVisible()
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await expect(row('order.paid')).toBeVisible()
})

test('the list is walked by keyboard', async ({ page, tenant, receiver }) => {
  const post = await openShop(tenant, receiver.inbox({ status: 500 }).url)
  await post('first')
  const { id } = await post('second')
  await signInAs(page, tenant.owner)
  await page.goto(pathOf(tenant))
  const row = (name: string) => page.getByRole('row', { name: new RegExp(name) })
  await expect(row('second')).toContainText('Retrying')
  await expect(row('first')).toContainText('Retrying')
  await listens(page)
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await expect(row('first')).toHaveAttribute('aria-current', 'true')
  await page.keyboard.press('x')
  await expect(page.getByText('1 delivery selected')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByText('1 delivery selected')).toBeHidden()
  await page.getByRole('checkbox', { name: 'Select first for Shop' }).check()
  await expect(page.getByText('1 delivery selected')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByText('1 delivery selected')).toBeHidden()
  await page.keyboard.press('k')
  await expect(row('second')).toHaveAttribute('aria-current', 'true')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(new RegExp(`${tenant.path}/${id}\\?endpoint=ep_`))
  await expect(page.getByRole('article', { name: /^Attempt / })).toContainText('The endpoint answered 500')
})

test('a viewer sees why they may not act, and strangers get no file', async ({ page, tenant, receiver }) => {
  const post = await openShop(tenant, receiver.inbox({ status: 500 }).url)
  await post()
  expect((await page.request.get(`${pathOf(tenant)}/export?format=csv`, { maxRedirects: 0 })).status()).toBe(404)
  await signInAs(page, await tenant.addPerson('viewer'))
  await page.goto(pathOf(tenant))
  await page.getByRole('checkbox', { name: 'Select order.paid for Shop' }).check()
  const resend = page.getByRole('button', { name: /^Resend 1 delivery/ })
  await expect(resend).toHaveAttribute('aria-disabled', 'true')
  await resend.focus()
  await expect(page.getByRole('tooltip')).toHaveText('Your role is viewer. This needs the role developer or a higher one.')
})

test.describe('the screen', () => {
  // Looked at six times.
  test.describe.configure({ timeout: 240_000 })

  test('with rows, with some of them selected, and without any', async ({ page, tenant, receiver }) => {
    const story = await tellStory(receiver)
    await signInAs(page, story.tenant.owner)
    await page.goto(pathOf(story.tenant))
    await expect(page.getByRole('row', { name: /Retrying/ }).first()).toBeVisible()
    await expect(page.getByRole('row', { name: /Harbor Books/ }).first()).toContainText('receiver said stop')
    await inspect(page, 'deliveries')
    for (const index of [1, 2, 4]) await page.getByRole('checkbox').nth(index).check()
    await inspect(page, 'deliveries-selected')

    await signInAs(page, tenant.owner)
    await page.goto(pathOf(tenant))
    await expect(page.getByRole('heading', { name: /^Nothing waits/ })).toBeVisible()
    await inspect(page, 'deliveries-empty')
  })
})
