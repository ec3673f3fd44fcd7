import { readFileSync } from 'node:fs'
import { Svix as SvixV1 } from 'svix-v1'
import { Svix as SvixV2 } from 'svix-v2'
import { expect, test } from 'vitest'
import { operations } from '#server/rest/operations.ts'

/**
 * Every method of the official clients, by the request that it makes: which operation answers it. `npx vitest run tests/clients/methods.test.ts
 * -u` writes docs/clients.md.
 */
type Called = { method: string; http: string; parameters: string[] }
type Fetch = typeof fetch

/** Stands for any argument: in a path it is text, in a body an object of which every member is there. */
const anything: unknown = new Proxy(
  {},
  {
    get: (_, name) => {
      if (name === 'toJSON' || name === 'then') return undefined
      if (name === Symbol.toPrimitive || name === 'toString') return () => 'x'
      if (name === 'toISOString') return () => '2026-01-01T00:00:00Z'
      if (name === 'map') return () => []
      return anything
    },
  },
)

/** A namespace's own methods, and the namespaces below it. */
const membersOf = (namespace: object) =>
  Object.entries(Object.getOwnPropertyDescriptors(Object.getPrototypeOf(namespace))).filter(([name]) => name !== 'constructor')

/** The names of a method's arguments, out of its source. */
const parametersOf = (method: (...given: never[]) => unknown): string[] =>
  (/\(([^)]*)\)/.exec(String(method))?.[1] ?? '').match(/\w+/g) ?? []

async function methodsOf(namespace: object, path: string, takeRequest: () => string, requested: () => boolean): Promise<Called[]> {
  const called: Called[] = []
  for (const [name, { get, value }] of membersOf(namespace)) {
    const method = [path, name].filter(Boolean).join('.')
    if (get) called.push(...(await methodsOf(get.call(namespace), method, takeRequest, requested)))
    else if (path !== '' && typeof value === 'function') {
      // What the client makes of the empty answer does not matter here. Lists take options, which text has none of.
      for (const argument of [anything, 'x']) {
        if (requested()) break
        await Promise.resolve()
          .then(() =>
            value.apply(
              namespace,
              Array.from({ length: 6 }, () => argument),
            ),
          )
          .catch(() => {})
      }
      called.push({ method, http: takeRequest(), parameters: parametersOf(value) })
    }
  }
  return called
}

async function callsOf(Client: typeof SvixV2 | typeof SvixV1): Promise<Called[]> {
  let last = ''
  const record: Fetch = async (input, init) => {
    const request = new Request(input, init)
    last = `${request.method.toLowerCase()} ${new URL(request.url).pathname.replace('/api/v1', '')}`
    return new Response('{}', { status: 200 })
  }
  const client = new Client('token', { serverUrl: 'http://localhost:8071', fetch: record as never })
  const take = () => {
    const http = last
    last = ''
    return http
  }
  const calls = await methodsOf(client, '', take, () => last !== '')
  // Some methods of the clients only call others, or nothing.
  return calls.filter(({ http }) => http !== '')
}

/** Families of Svix's API that are outside the promise: the server says so in its 404. */
const outside = /^\w+ \/(?:auth\/)?(?:app\/x\/)?(connector|destination|stream|streaming|poller|ingest|autoconfig)(?:$|[/-])/

const served = new Map(operations.map(({ method, path, operationId }) => [`${method} ${path.replace(/\{\w+\}/g, 'x')}`, operationId]))
const others = ['get /health']

const stateOf = ({ http }: Called): string =>
  served.get(http) ?? (others.includes(http) ? 'yes' : outside.test(http) ? 'outside the promise' : 'not yet')

const clients = [
  ['svix 2.5.0', SvixV2],
  ['svix 1.99.1', SvixV1],
] as const

/** What `npm run test:clients` has found out, by language; the methods have the names of the newest JavaScript client. */
type Found = { client: string; outcomes: Record<string, string> }
const readFound = (language: string): Found => JSON.parse(readFileSync(new URL(`./${language}/outcomes.json`, import.meta.url), 'utf8'))
const languages = [
  ['Python', 'python'],
  ['Rust', 'rust'],
].map(([name = '', folder = '']) => ({ name, ...readFound(folder) }))

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`

test('docs/clients.md says what each method of the clients meets', async () => {
  const sections = await Promise.all(
    clients.map(async ([name, Client]) => {
      const calls = await callsOf(Client)
      expect(calls.length).toBeGreaterThan(60)
      const driven = Client === SvixV2 ? languages : []
      const rows = calls.map(call => [
        call.method,
        call.http.replace(/^\w+/, word => word.toUpperCase()),
        stateOf(call),
        ...driven.map(({ outcomes }) => outcomes[call.method] ?? ''),
      ])
      const columns = ['Method', 'Request', 'Operation', ...driven.map(language => `${language.name}, ${language.client}`)]
      return [`## ${name}`, '', line(columns), `|${columns.map(() => '---|').join('')}`, ...rows.map(line), ''].join('\n')
    }),
  )
  const text = `# What the official clients meet

Made by tests/clients/methods.test.ts out of the clients themselves: every method is called, and the request that it makes is looked up among
the operations. An \`x\` stands for an id or a name. The tests beside it call the operations for real.

\`npm run test:clients\` drives the newest clients of other languages over every method that is served, against a real server and worker: \`works\`
means that the client understood the answer and the fields that matter were there. The columns are what its last run found.
Go's module proxy offers no release newer than 1.44.0. That one refuses every answer that has a field it does not know, and so any server newer than itself.

${sections.join('\n')}`
  await expect(text).toMatchFileSnapshot('../../docs/clients.md')
})

/** How the reference writes its examples: the newest client's method for each operation, the first where several are for one. */
test('the reference knows the methods of the newest client', async () => {
  const methods = new Map<string, { path: string[]; parameters: string[] }>()
  for (const { method, http, parameters } of await callsOf(SvixV2)) {
    const operation = served.get(http)
    if (operation !== undefined && !methods.has(operation)) methods.set(operation, { path: method.split('.'), parameters })
  }
  const text = `{\n${[...methods].map(([id, method]) => `  ${JSON.stringify(id)}: ${JSON.stringify(method)}`).join(',\n')}\n}\n`
  await expect(text).toMatchFileSnapshot('../../components/reference/client-methods.json')
})
