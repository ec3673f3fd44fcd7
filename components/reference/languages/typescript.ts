import { enclose, literal, type Syntax } from '#components/reference/languages/literal.ts'
import { addressOf, type ClientMethod, type ExampleRequest } from '#components/reference/request.ts'

const quoted = (text: string): string => `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`

const isName = (name: string): boolean => /^[a-zA-Z_]\w*$/.test(name)

const syntax: Syntax = {
  indent: '  ',
  text: quoted,
  time: value => `new Date(${quoted(value.toISOString().replace('.000', ''))})`,
  words: { true: 'true', false: 'false', null: 'null' },
  list: { open: '[', close: ']' },
  map: { open: '{ ', close: ' }', key: name => `${isName(name) ? name : quoted(name)}: ` },
  trailingComma: true,
}
/** Times are text where nothing but JSON is sent. */
const plain: Syntax = { ...syntax, time: value => quoted(value.toISOString().replace('.000', '')) }

const camel = (name: string): string => name.replace(/[-_](\w)/g, (_, letter: string) => letter.toUpperCase())

function withClient({ server, pathArguments, query, body, answers }: ExampleRequest, { path }: ClientMethod): string {
  const options = Object.fromEntries(Object.entries(query).map(([name, value]) => [camel(name), value]))
  const given = [
    ...pathArguments.map(quoted),
    ...[body, options].filter(one => one && Object.keys(one).length > 0).map(one => literal(syntax, one)),
  ]
  return `import { Svix } from 'svix'

const svix = new Svix(process.env.POSTHORN_KEY!, { serverUrl: ${quoted(server)} })

${answers ? 'const result = ' : ''}await svix.${path.join('.')}(${given.join(', ')})
`
}

function withFetch(request: ExampleRequest): string {
  const { method, body, answers } = request
  const headers = [
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the example's
    'authorization: `Bearer ${process.env.POSTHORN_KEY}`',
    ...(body === undefined ? [] : ["'content-type': 'application/json'"]),
  ]
  const options = [
    ...(method === 'GET' ? [] : [`method: ${quoted(method)}`]),
    `headers: ${enclose(syntax, syntax.map, headers, 1)}`,
    ...(body === undefined ? [] : [`body: JSON.stringify(${literal(plain, body, 1)})`]),
  ]
  return `const response = await fetch(${quoted(addressOf(request))}, {
${options.map(option => `  ${option},`).join('\n')}
})
if (!response.ok) throw new Error(await response.text())
${answers ? 'const result = await response.json()\n' : ''}`
}

export const typescript = (request: ExampleRequest): string => (request.client ? withClient(request, request.client) : withFetch(request))
