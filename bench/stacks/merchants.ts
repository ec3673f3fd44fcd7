import type { Stack } from '#bench/stacks/stack.ts'

/** An application with one endpoint, made through the API as a customer makes them. Resolves with the application's id. */
export async function createMerchant({ port, token }: Stack, endpointUrl: string): Promise<string> {
  const post = async (path: string, body: unknown): Promise<string> => {
    const response = await fetch(`http://127.0.0.1:${port}/api/v1${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    if (!response.ok) throw new Error(`POST ${path} was answered ${response.status}: ${await response.text()}`)
    return ((await response.json()) as { id: string }).id
  }
  const application = await post('/app', { name: 'Bench' })
  await post(`/app/${application}/endpoint`, { url: endpointUrl })
  return application
}

export async function createMerchants(stack: Stack, count: number, endpointUrl: (index: number) => string): Promise<string[]> {
  const applications: string[] = []
  for (let index = 0; index < count; index++) applications.push(await createMerchant(stack, endpointUrl(index)))
  return applications
}
