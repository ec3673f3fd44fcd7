import { test as base, expect, type Page } from '@playwright/test'
import type { Role } from '#server/context.ts'
import { makeSetupLink, makeTenant } from '#tests/e2e/support/inside.ts'
import { type Receiver, startReceiver } from '#tests/support/receiver.ts'

export type Person = { email: string; password: string }

/** An organization of its own for each test, with an owner, an API key, and the addresses of its screens. */
export type Tenant = {
  path: string
  /** Its API key. */
  token: string
  owner: Person
  addPerson: (role: Role) => Promise<Person>
  /** Calls the API below /api/v1 with the tenant's key; fails the test on an error. */
  // biome-ignore lint/suspicious/noExplicitAny: answers of every shape, compared with what is expected
  api: (method: string, path: string, body?: unknown) => Promise<any>
}

export const test = base.extend<{ tenant: Tenant; setupLink: string }, { receiver: Receiver }>({
  receiver: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from its parameter
    async ({}, use) => {
      const receiver = await startReceiver()
      await use(receiver)
      await receiver.close()
    },
    { scope: 'worker' },
  ],
  // biome-ignore lint/correctness/noEmptyPattern: see above
  tenant: async ({}, use) => use(await createTenant()),
  // biome-ignore lint/correctness/noEmptyPattern: see above
  setupLink: async ({}, use) => use(await makeSetupLink()),
  // biome-ignore lint/correctness/noEmptyPattern: see above
  baseURL: async ({}, use) => use(process.env.POSTHORN_URL),
})

export { expect }

export async function createTenant(name = 'Test'): Promise<Tenant> {
  const { path, token, addPerson } = await makeTenant(name)
  return {
    path,
    token,
    owner: await addPerson('owner'),
    addPerson,
    api: async (method, path, body) => {
      const response = await fetch(`${process.env.POSTHORN_URL}/api/v1${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      const text = await response.text()
      expect(response.ok, `${method} ${path}: ${response.status} ${text}`).toBe(true)
      return text === '' ? null : JSON.parse(text)
    },
  }
}

/** Waits until a live page runs: what it shows before, the server has painted, and no key is heard yet. */
export const listens = (page: Page): Promise<void> => expect(page.getByRole('status').filter({ hasText: /^Live/ })).toBeVisible()

/** Signs in as the form does, without the form: its own flow has its own test. */
export async function signInAs(page: Page, { email, password }: Person): Promise<void> {
  const { csrfToken } = await (await page.request.get('/api/auth/csrf')).json()
  const answer = await page.request.post('/api/auth/callback/credentials', { form: { csrfToken, email, password, json: 'true' } })
  expect(answer.ok()).toBe(true)
}
