import type { Stack } from '#bench/stacks/stack.ts'

/** A request of the API, as a customer makes it. */
export async function call<Out = unknown>({ port, token }: Stack, method: string, path: string, body?: unknown): Promise<Out> {
  const response = await fetch(`http://127.0.0.1:${port}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${method} ${path} was answered ${response.status}: ${text}`)
  return (text === '' ? null : JSON.parse(text)) as Out
}

type Made = { id: string }

export const createApplication = async (stack: Stack, settings: object = {}): Promise<string> =>
  (await call<Made>(stack, 'POST', '/app', { name: 'Bench', ...settings })).id

export const createEndpoint = async (stack: Stack, application: string, url: string, settings: object = {}): Promise<string> =>
  (await call<Made>(stack, 'POST', `/app/${application}/endpoint`, { url, ...settings })).id

/** An application with one endpoint. Resolves with the application's id. */
export async function createMerchant(stack: Stack, endpointUrl: string): Promise<string> {
  const application = await createApplication(stack)
  await createEndpoint(stack, application, endpointUrl)
  return application
}

export async function createMerchants(stack: Stack, count: number, endpointUrl: (index: number) => string): Promise<string[]> {
  const applications: string[] = []
  for (let index = 0; index < count; index++) applications.push(await createMerchant(stack, endpointUrl(index)))
  return applications
}
