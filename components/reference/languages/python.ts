import { enclose, literal, type Syntax } from '#components/reference/languages/literal.ts'
import { addressOf, type ClientMethod, type ExampleRequest } from '#components/reference/request.ts'

const syntax: Syntax = {
  indent: '    ',
  text: text => JSON.stringify(text),
  time: value =>
    `datetime(${[value.getUTCFullYear(), value.getUTCMonth() + 1, value.getUTCDate(), value.getUTCHours(), value.getUTCMinutes()].join(', ')}, tzinfo=timezone.utc)`,
  words: { true: 'True', false: 'False', null: 'None' },
  list: { open: '[', close: ']' },
  map: { open: '{', close: '}', key: name => `${JSON.stringify(name)}: ` },
  trailingComma: true,
}
const plain: Syntax = { ...syntax, time: value => JSON.stringify(value.toISOString().replace('.000', '')) }

const snake = (name: string): string => name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`)
/** The client ends names with an underscore that Python needs itself. */
const attribute = (name: string): string => (name === 'import' ? 'import_' : snake(name))
const pascal = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1)

/** `EndpointIn(url="…")`: a model with its members by name. */
const model = (name: string, members: Record<string, unknown>): string =>
  enclose(
    syntax,
    { open: `${name}(`, close: ')' },
    Object.entries(members).map(([member, value]) => `${snake(member)}=${literal(syntax, value, 1)}`),
    0,
  )

/** The clients' name of the body is that of its argument. */
const bodyNameOf = ({ parameters }: ClientMethod): string => pascal(parameters.find(name => /(In|Patch|Update)\d?$/.test(name)) ?? '')

const optionsNameOf = ({ path }: ClientMethod): string => `${path.map(pascal).join('')}Options`

function withClient({ server, pathArguments, query, body, answers }: ExampleRequest, client: ClientMethod): string {
  const models = [
    ...(body === undefined ? [] : [{ name: bodyNameOf(client), text: model(bodyNameOf(client), body) }]),
    ...(Object.keys(query).length === 0 ? [] : [{ name: optionsNameOf(client), text: model(optionsNameOf(client), query) }]),
  ]
  const call = `svix.${client.path.map(attribute).join('.')}(${[...pathArguments.map(one => syntax.text(one)), ...models.map(({ text }) => text)].join(', ')})`
  const imports = ['Svix', 'SvixOptions', ...models.map(({ name }) => name)]
  return `import os
${call.includes('datetime(') ? 'from datetime import datetime, timezone\n' : ''}
from svix.api import ${imports.join(', ')}

svix = Svix(os.environ["POSTHORN_KEY"], SvixOptions(server_url=${JSON.stringify(server)}))

${answers ? 'result = ' : ''}${call}
`
}

function withHttp(request: ExampleRequest): string {
  const { method, body, answers } = request
  const given = [
    JSON.stringify(addressOf(request)),
    `headers={"authorization": f"Bearer {os.environ['POSTHORN_KEY']}"}`,
    ...(body === undefined ? [] : [`json=${literal(plain, body, 1)}`]),
  ]
  return `import os

import httpx

response = httpx.${method.toLowerCase()}(
${given.map(one => `    ${one},`).join('\n')}
)
response.raise_for_status()
${answers ? 'result = response.json()\n' : ''}`
}

export const python = (request: ExampleRequest): string => (request.client ? withClient(request, request.client) : withHttp(request))
