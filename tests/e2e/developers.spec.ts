import { createHmac } from 'node:crypto'
import { expect, signInAs, type Tenant, test } from '#tests/e2e/support/fixtures.ts'
import { inspect } from '#tests/e2e/support/inspect.ts'
import { sectionOf } from '#tests/e2e/support/story.ts'

test('a key is shown once, works, and is refused once it is revoked', async ({ page, tenant }) => {
  await signInAs(page, tenant.owner)
  await page.goto(sectionOf(tenant, 'developers'))
  await page.getByRole('button', { name: 'Create key' }).click()
  const dialog = page.getByRole('dialog', { name: 'Create an API key' })
  await dialog.getByRole('button', { name: 'Create', exact: true }).click()
  await expect(dialog.getByLabel('Name')).toHaveAttribute('aria-invalid', 'true')
  await dialog.getByLabel('Name').fill('Billing')
  await dialog.getByLabel('Scope').selectOption('viewer')
  await dialog.getByLabel('Expires').selectOption('30')
  await dialog.getByRole('button', { name: 'Create', exact: true }).click()
  const token = await dialog.getByRole('status', { name: 'API key' }).innerText()
  await dialog.getByRole('button', { name: 'Close' }).click()
  await expect(page.getByRole('row', { name: /Billing/ })).toContainText('ends in 29 d')
  await expect(page.getByText(token)).toHaveCount(0)

  const call = () => page.request.get('/api/v1/app', { headers: { authorization: `Bearer ${token}` } })
  expect((await call()).status()).toBe(200)
  await page.getByRole('button', { name: 'Revoke Billing' }).click()
  await page.getByRole('button', { name: 'Revoke 1 key' }).click()
  await expect(page.getByText('Billing is refused from now on.')).toBeVisible()
  expect((await call()).status()).toBe(401)
  await expect(page.getByRole('row', { name: /Billing/ })).toContainText('Revoked')
  await expect(page.getByRole('button', { name: 'Revoke Billing' })).toHaveAttribute('aria-disabled', 'true')
})

test('what the API refuses is in the request log, appears by itself, and is found by its request id', async ({ page, tenant }) => {
  await signInAs(page, tenant.owner)
  await page.goto(sectionOf(tenant, 'developers/requests'))
  await expect(page.getByRole('heading', { name: 'Nothing was refused in the last 7 days' })).toBeVisible()
  await expect(page.getByRole('status').filter({ hasText: 'Live' })).toBeVisible()

  const refused = await postRefused(tenant, '/app/nobody/msg', { eventType: 'order.paid', payload: { secret: 'abc', a: 1 } })
  const row = page.getByRole('row', { name: /Application not found|Entity not found/ })
  await expect(row).toContainText('404 Not found')
  await expect(row).toContainText('message.create')
  await expect(row).toContainText('e2e')
  await postRefused(tenant, '/app', { name: '' })
  await expect(page.getByRole('row', { name: /422 Not valid/ })).toBeVisible()

  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  await page.getByRole('button', { name: 'Status' }).click()
  await page.getByRole('option', { name: '404 Not found' }).click()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('row', { name: /422 Not valid/ })).toHaveCount(0)
  await page.reload()
  await expect(row).toBeVisible()
  await expect(page.getByRole('row', { name: /422 Not valid/ })).toHaveCount(0)
  await page.getByRole('button', { name: 'Remove filter Status' }).click()

  await page.getByRole('textbox', { name: 'Search by request id' }).fill(refused)
  await expect(page.getByRole('row', { name: /422 Not valid/ })).toHaveCount(0)
  await row.getByRole('link').click()
  await expect(page).toHaveURL(sectionOf(tenant, `developers/requests/${refused}`))
  await expect(page.getByRole('region', { name: 'Body of the request' })).toHaveText(
    '{"eventType":"order.paid","payload":{"secret":"••••••••","a":1}}',
  )
  await page.goto(sectionOf(tenant, 'developers/requests/none'))
  await expect(page.getByText('There is no such refused request in this environment')).toBeVisible()
})

test('from a refused attempt the signature debugger has the bytes and says which mistake was made', async ({ page, tenant, receiver }) => {
  const inbox = receiver.inbox({ status: 401, body: 'bad signature' })
  await tenant.api('POST', '/app', { name: 'Shop', uid: 'shop' })
  const { id: endpoint } = await tenant.api('POST', '/app/shop/endpoint', { url: inbox.url })
  const { key } = await tenant.api('GET', `/app/shop/endpoint/${endpoint}/secret`)
  const { id } = await tenant.api('POST', '/app/shop/msg', { eventType: 'order.paid', payload: { b: 1, a: [1, 2] } })
  const [request] = await inbox.arrived(1)
  await signInAs(page, tenant.owner)
  await page.goto(`${tenant.path}/${id}?endpoint=${endpoint}&attempt=1`)
  await page.getByRole('link', { name: 'Check the signature' }).click()
  await expect(page.getByRole('region', { name: 'Body of the request' })).toHaveText('{"b":1,"a":[1,2]}')
  const verdict = page.getByRole('region', { name: 'Verdict' })
  await expect(verdict).toContainText('The headers are complete')

  await page.getByLabel('Signing secret').fill('whsec_plJ3nmyCDGBKInavdOK15jsl')
  await expect(verdict).toContainText('The secret is another one')
  await page.getByLabel('Signing secret').fill(key)
  await expect(verdict).toContainText('The signature is right')
  const { 'webhook-id': messageId, 'webhook-timestamp': timestamp } = request!.headers
  const bytes = Buffer.from(key.slice('whsec_'.length), 'base64')
  const computed = createHmac('sha256', bytes).update(`${messageId}.${timestamp}.{"a":[1,2],"b":1}`).digest('base64')
  await page.getByLabel('What its code computed').fill(`v1,${computed}`)
  await expect(verdict).toContainText('its keys were put into another order')
  await page.getByLabel('What its code computed').fill('')
  await page.getByLabel('The body as its code has it').fill('{"b": 1, "a": [1, 2]}')
  await expect(verdict).toContainText('its spaces and line breaks were laid out anew')
})

test('the company listens to operational events: an endpoint is made, gets one, is edited, disabled and deleted', async ({
  page,
  tenant,
  receiver,
}) => {
  const inbox = receiver.inbox({ status: 204 })
  await signInAs(page, tenant.owner)
  await page.goto(sectionOf(tenant, 'developers/operational-webhooks'))
  await expect(page.getByText('No endpoints yet, so nothing is told.')).toBeVisible()
  await page.getByRole('button', { name: 'Add endpoint' }).click()
  await page.getByLabel('URL').fill(inbox.url)
  await page.getByRole('checkbox', { name: /^endpoint\.created/ }).check()
  await page.getByRole('button', { name: 'Create endpoint' }).click()
  await expect(page).toHaveURL(/\/developers\/operational-webhooks\/ep_/)
  await tenant.api('POST', '/app', { name: 'Shop', uid: 'shop' })
  await tenant.api('POST', '/app/shop/endpoint', { url: `${inbox.url}/merchant` })
  const [request] = await inbox.arrived(1)
  expect(JSON.parse(request!.body.toString())).toMatchObject({ type: 'endpoint.created' })
  await expect(page.getByRole('row', { name: /Delivered endpoint\.created/ })).toBeVisible()

  await page.getByRole('button', { name: 'Reveal' }).click()
  await expect(page.getByText(/^whsec_[^•]/)).toBeVisible()
  await page.getByRole('button', { name: 'Edit' }).click()
  await page.getByRole('checkbox', { name: /^endpoint\.disabled/ }).check()
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('endpoint.created, endpoint.disabled')).toBeVisible()

  await page.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: 'Disable' }).click()
  await page.getByRole('button', { name: 'Disable endpoint' }).click()
  await expect(page.getByText('Disabled. Messages are skipped for it from now on.')).toBeVisible()
  await page.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: 'Delete endpoint' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete endpoint' }).click()
  await expect(page).toHaveURL(/\/developers\/operational-webhooks$/)
  await expect(page.getByText('No endpoints yet, so nothing is told.')).toBeVisible()
})

test('a viewer sees the operational webhooks and why they may add none', async ({ page, tenant, receiver }) => {
  await tenant.api('POST', '/operational-webhook/endpoint', { url: receiver.inbox({ status: 204 }).url, description: 'Our back end' })
  await signInAs(page, await tenant.addPerson('viewer'))
  await page.goto(sectionOf(tenant, 'developers/operational-webhooks'))
  await expect(page.getByRole('row', { name: /Our back end/ })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Add endpoint' })).toHaveAttribute('aria-disabled', 'true')
  await page
    .getByRole('row', { name: /Our back end/ })
    .getByRole('link')
    .click()
  await expect(page.getByRole('button', { name: 'Reveal' })).toHaveAttribute('aria-disabled', 'true')
})

/** Posts what the API refuses; returns the id of its answer. */
async function postRefused({ token }: Tenant, path: string, body: object): Promise<string> {
  const response = await fetch(`${process.env.POSTHORN_URL}/api/v1${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  expect(response.ok).toBe(false)
  return response.headers.get('x-request-id') ?? ''
}

test.describe(() => {
  // Each screen is looked at six times.
  test.describe.configure({ timeout: 240_000 })

  test('how the pages for developers look', async ({ page, tenant, receiver }) => {
    await signInAs(page, tenant.owner)
    await page.goto(sectionOf(tenant, 'developers'))
    await expect(page.getByRole('row', { name: /e2e/ })).toBeVisible()
    await inspect(page, 'developers-keys')

    await page.goto(sectionOf(tenant, 'developers/requests'))
    await inspect(page, 'developers-requests-empty')
    await postRefused(tenant, '/app', { name: '', metadata: { a: 1 } })
    await postRefused(tenant, '/app/nobody/msg', { eventType: 'order.paid', payload: {} })
    await postRefused({ ...tenant, token: tenant.token.slice(0, -4) }, '/app/shop/msg', {})
    const refused = await postRefused(tenant, '/app/shop/endpoint', { url: 'http://10.0.0.1/', headers: { a: 'b' }, secret: 'x' })
    await expect(page.getByRole('row', { name: /Not found/ }).first()).toBeVisible()
    await expect(page.getByRole('row', { name: /Key refused/ })).toBeVisible()
    await inspect(page, 'developers-requests')
    await page.goto(sectionOf(tenant, `developers/requests/${refused}`))
    await expect(page.getByRole('region', { name: 'Body of the request' })).toBeVisible()
    await inspect(page, 'developers-request')

    await page.goto(sectionOf(tenant, 'developers/signature'))
    await expect(page.getByLabel('Signing secret')).toBeVisible()
    await inspect(page, 'developers-signature')
    await page.getByLabel('Headers').fill('webhook-id: msg_1\nwebhook-timestamp: 1764000000\nwebhook-signature: v1,abcd')
    await page.getByRole('textbox', { name: 'Body' }).fill('{"a":1}')
    await page.getByLabel('Signing secret').fill('whsec_plJ3nmyCDGBKInavdOK15jsl')
    await expect(page.getByText('The secret or the body is another one')).toBeVisible()
    await inspect(page, 'developers-signature-mistake')

    await tenant.api('POST', '/operational-webhook/endpoint', { url: 'http://127.0.0.1:9/hooks', eventTypes: ['endpoint.disabled'] })
    await page.goto(sectionOf(tenant, 'developers/operational-webhooks'))
    await expect(page.getByRole('row', { name: /127\.0\.0\.1/ })).toBeVisible()
    await inspect(page, 'developers-operational-webhooks')
    await page
      .getByRole('row', { name: /127\.0\.0\.1/ })
      .getByRole('link')
      .click()
    await expect(page.getByRole('button', { name: 'Reveal' })).toBeVisible()
    await inspect(page, 'developers-operational-webhook')
    await page.getByRole('button', { name: 'Edit' }).click()
    await expect(page.getByRole('button', { name: 'Save' })).toBeVisible()
    await inspect(page, 'developers-operational-webhook-edit')

    const inbox = receiver.inbox({ status: 401, body: '{"error":"bad signature"}' })
    await tenant.api('POST', '/app', { name: 'Shop', uid: 'shop' })
    const endpoint = await tenant.api('POST', '/app/shop/endpoint', { url: inbox.url })
    const message = await tenant.api('POST', '/app/shop/msg', { eventType: 'order.paid', payload: { order: '7890', amount: 5800 } })
    await inbox.arrived(1)
    await page.goto(`${tenant.path}/${message.id}?endpoint=${endpoint.id}&attempt=1`)
    await page.getByRole('link', { name: 'Check the signature' }).click()
    await page.getByLabel('What its code computed').fill('v1,AAAA')
    await page.getByLabel('Signing secret').fill('whsec_plJ3nmyCDGBKInavdOK15jsl')
    await expect(page.getByText('The secret is another one')).toBeVisible()
    await inspect(page, 'developers-signature-attempt')
  })
})
