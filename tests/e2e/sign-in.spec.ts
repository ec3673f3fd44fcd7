import { expect, signInAs, test } from '#tests/e2e/support/fixtures.ts'

test('who is not signed in is led to the sign-in and back', async ({ page, tenant }) => {
  await page.goto(`${tenant.path}?state=failed`)
  await expect(page).toHaveURL(/\/login\?next=/)
  await page.getByLabel('E-mail').fill(tenant.owner.email.toUpperCase())
  await page.getByLabel('Password').fill(tenant.owner.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).toHaveURL(`${tenant.path}?state=failed`)
})

test('nobody is led to another site', async ({ page, tenant }) => {
  await page.goto('/login?next=//example.com')
  await page.getByLabel('E-mail').fill(tenant.owner.email)
  await page.getByLabel('Password').fill(tenant.owner.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).toHaveURL(tenant.path.replace(/\/messages$/, ''))
})

test('guessing a password is slowed down, and the right one too', async ({ page, tenant }) => {
  await page.goto('/login')
  const attempt = async (password: string) => {
    await page.getByLabel('E-mail').fill(tenant.owner.email)
    await page.getByLabel('Password').fill(password)
    const answer = page.waitForResponse(/callback\/credentials/)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await answer
  }
  for (let guess = 1; guess <= 10; guess++) {
    await attempt(`wrong password ${guess}`)
    await expect(page.getByText('E-mail or password is wrong.')).toBeVisible()
  }
  await attempt(tenant.owner.password)
  await expect(page.getByText(/^Too many tries. Wait 1\d min/)).toBeVisible()
})

test('signing out everywhere acts at once', async ({ page, browser, tenant }) => {
  const elsewhere = await (await browser.newContext({ baseURL: process.env.POSTHORN_URL })).newPage()
  for (const each of [page, elsewhere]) {
    await signInAs(each, tenant.owner)
    await each.goto(tenant.path)
    await expect(each.getByRole('heading', { name: 'Messages', exact: true })).toBeAttached()
  }
  await elsewhere.getByRole('button', { name: /^Account/ }).click()
  await elsewhere.getByRole('menuitem', { name: 'Sign out everywhere' }).click()
  await expect(elsewhere).toHaveURL('/login')
  await page.getByRole('button', { name: '7 d', exact: true }).click()
  await expect(page).toHaveURL(`/login?next=${encodeURIComponent(`${tenant.path}?range=7d`)}`)
})

test('the theme is chosen once and painted from the first byte', async ({ page, tenant }) => {
  await signInAs(page, tenant.owner)
  await page.goto(tenant.path)
  await page.getByRole('button', { name: /^Theme/ }).click()
  await page.getByRole('menuitemradio', { name: 'Dark' }).click()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  const html = await (await page.request.get(tenant.path)).text()
  expect(html).toContain('data-theme="dark"')
})

test('pages carry a policy, and nothing breaks it', async ({ page, tenant }) => {
  const broken: string[] = []
  page.on('console', message => /Content Security Policy/.test(message.text()) && broken.push(message.text()))
  await signInAs(page, tenant.owner)
  const headers = (await page.goto(tenant.path))?.headers() ?? {}
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  await page.getByRole('button', { name: 'State' }).click()
  await page.getByRole('button', { name: /^Account/ }).click()
  await page.keyboard.press('Escape')
  expect(broken).toEqual([])
  expect(headers['content-security-policy']).toMatch(/script-src 'self' 'nonce-[^']+' 'strict-dynamic'/)
  expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
  expect(headers['x-content-type-options']).toBe('nosniff')
  expect(headers['referrer-policy']).toBe('strict-origin-when-cross-origin')
  expect(headers).not.toHaveProperty('x-powered-by')
  const fromElsewhere = await page.request.post('/api/trpc/messages.list', { headers: { 'sec-fetch-site': 'same-site' }, data: {} })
  expect(fromElsewhere.status()).toBe(403)
})
