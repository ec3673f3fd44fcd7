import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Svix } from 'svix-v2'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { type Document as Reference, readResources } from '#components/reference/document.ts'
import { type Examples, writeExamples } from '#components/reference/language.ts'
import { exampleOf } from '#components/reference/request.ts'
import { currentDocument, operationsOf, resolve, schemaOf } from '#tests/support/openapi.ts'
import { makeTemporary, type Temporary } from '#tests/support/temporary.ts'

/** Every example that the reference shows is asked for, and held against the document that it was made of. */
const document = currentDocument()
const listed = operationsOf(document)
const server = 'http://localhost:8071'
const root = fileURLToPath(new URL('../../', import.meta.url))

const reference = document as unknown as Reference
const examples = new Map<string, Examples>(
  readResources(reference).flatMap(({ operations }) =>
    operations.map(operation => [operation.id, writeExamples(exampleOf(reference, server, operation))] as const),
  ),
)
const cases = [...examples].map(([id, written]) => ({ id, ...written }))

let directory: Temporary
beforeAll(async () => {
  directory = await makeTemporary()
})
afterAll(() => directory.remove())

type Sent = { method: string; url: string; headers: Record<string, string>; body: string | null }

/** What is wrong with the request for the operation that it should be; empty: nothing. */
function faultsOf(id: string, { method, url, headers, body }: Sent): string[] {
  const operation = listed.find(({ operationId }) => operationId === id)!
  const { origin, pathname, searchParams } = new URL(url)
  const pattern = new RegExp(`^${operation.path.replace(/\{\w+\}/g, '[^/]+')}$`)
  const schema = schemaOf(operation.requestBody)
  const queries = (operation.parameters ?? []).filter(parameter => parameter.in === 'query')
  return [
    origin === server ? '' : `goes to ${origin}`,
    method.toLowerCase() === operation.method && pattern.test(pathname) ? '' : `is ${method} ${pathname}`,
    headers.authorization === 'Bearer key' ? '' : 'carries no key',
    ...queries.map(({ name, required }) => (required && !searchParams.has(name) ? `lacks ${name}` : '')),
    ...[...searchParams].map(([name, value]) => faultOf(queries.find(query => query.name === name)?.schema, value, `query ${name}`)),
    schema ? faultOf(schema, JSON.parse(body ?? 'null'), 'body') : body ? 'has a body' : '',
  ].filter(Boolean)
}

function faultOf(schema: Parameters<typeof resolve>[1] | undefined, value: unknown, what: string): string {
  if (schema === undefined) return `${what} is not in the document`
  const resolved = resolve(document, schema)
  const given =
    resolved.type === 'integer' && typeof value === 'string' ? Number(value) : resolved.type === 'boolean' ? value === 'true' : value
  const read = z.fromJSONSchema(resolved as z.core.JSONSchema.JSONSchema).safeParse(given)
  return read.success ? '' : `${what}: ${z.prettifyError(read.error)}`
}

/** What a shell would give to curl. */
function readCurl(example: string): Sent {
  const script = `curl() { printf '%s\\0' "$@"; }\n${example}`
  const words = execFileSync('sh', ['-c', script], { env: { ...process.env, POSTHORN_KEY: 'key' }, encoding: 'utf8' })
    .split('\0')
    .slice(0, -1)
  const sent: Sent = { method: 'GET', url: '', headers: {}, body: null }
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!
    if (word === '-X') sent.method = words[++i]!
    else if (word === '-d') sent.body = words[++i]!
    else if (word === '-H') {
      const [name = '', value = ''] = words[++i]!.split(': ')
      sent.headers[name.toLowerCase()] = value
    } else sent.url = word
  }
  return sent
}

test.each(cases)('curl: $id', ({ id, curl }) => {
  expect(faultsOf(id, readCurl(curl))).toEqual([])
})

/** Runs the example with everything that goes out caught. */
async function runTypeScript(example: string): Promise<Sent> {
  let sent: Sent | undefined
  const record: typeof fetch = async (input, init) => {
    const request = new Request(input, init)
    sent = { method: request.method, url: request.url, headers: Object.fromEntries(request.headers), body: (await request.text()) || null }
    return Response.json({ data: [] })
  }
  class Recorded extends Svix {
    constructor(token: string, options: object) {
      super(token, { ...options, fetch: record as never })
    }
  }
  const code = stripTypeScriptTypes(example.replace(/^import .*\n/, ''))
  const run = new Function('Svix', 'fetch', 'process', `return (async () => {${code}})()`)
  // What the client makes of the answer is another test's.
  await run(Recorded, record, { env: { POSTHORN_KEY: 'key' } }).catch(() => {})
  if (sent === undefined) throw new Error('nothing was sent')
  return sent
}

test.each(cases)('TypeScript: $id', async ({ id, typescript }) => {
  expect(faultsOf(id, await runTypeScript(typescript))).toEqual([])
})

test('the TypeScript examples compile against the client', { timeout: 120_000 }, () => {
  const folder = join(directory.path, 'typescript')
  mkdirSync(folder)
  for (const { id, typescript } of cases) writeFileSync(join(folder, `${id}.ts`), `${typescript}\nexport {}\n`)
  const compilerOptions = {
    target: 'es2024',
    lib: ['es2024', 'dom'],
    module: 'preserve',
    moduleResolution: 'bundler',
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: ['node'],
    typeRoots: [join(root, 'node_modules/@types')],
    paths: { svix: [join(root, 'node_modules/svix-v2')] },
  }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }))
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  let said = ''
  try {
    execFileSync(process.execPath, [tsc, '-p', folder], { encoding: 'utf8' })
  } catch (error) {
    said = (error as { stdout: string }).stdout
  }
  expect(said).toBe('')
})

test('every operation says what it is for, and every field of a body what it means', () => {
  const silent = listed.flatMap(({ operationId, parameters = [], requestBody }) => {
    const schema = schemaOf(requestBody)
    const members = Object.entries((schema && resolve(document, schema).properties) ?? {})
    return [
      ...parameters.filter(one => !(one as { description?: string }).description).map(({ name }) => `${operationId} ${name}`),
      ...members.filter(([, member]) => !(member as { description?: string }).description).map(([name]) => `${operationId} body.${name}`),
    ]
  })
  expect(silent).toEqual([])
})
