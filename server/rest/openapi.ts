import { OpenAPIHono } from '@hono/zod-openapi'
import { z } from 'zod'
import { permissions } from '#server/auth/permissions.ts'
import { once } from '#server/process.ts'
import { examples } from '#server/rest/examples.ts'
import type { Operation } from '#server/rest/operation.ts'
import { portalAccess } from '#server/rest/portal-access.ts'
import { fieldWords, pathWords, tagWords } from '#server/rest/words.ts'

const ErrorOut = z.object({ code: z.string(), detail: z.string() }).meta({ id: 'Error' })
const ValidationErrorOut = z
  .object({ detail: z.array(z.object({ loc: z.array(z.union([z.string(), z.int()])), msg: z.string(), type: z.string() })) })
  .meta({ id: 'ValidationError' })

const json = (schema: z.ZodType) => media('application/json', schema)
const media = (type: string, schema: z.ZodType) => ({ [type]: { schema } })
const referTo = (kind: 'schemas' | 'responses', name: string) => ({ $ref: `#/components/${kind}/${name}` })

/** What any operation may be refused with: documented once. */
const refusals: Record<number, string> = {
  400: 'What is asked for is not possible; the code says why.',
  401: 'The API key or portal token is missing, unknown, expired or revoked.',
  403: "The API key's scope, or the portal token's capabilities, do not allow it.",
  404: 'There is no such object in this environment.',
  409: 'It conflicts with what is there.',
  413: 'The body is too large.',
  422: 'The input is not valid.',
  429: 'Too many requests.',
  503: 'The database is away; nothing was stored.',
}

const refusalReferences = Object.fromEntries(Object.keys(refusals).map(status => [status, referTo('responses', status)]))

function registerRefusals(registry: OpenAPIHono['openAPIRegistry']): void {
  registry.register('Error', ErrorOut)
  registry.register('ValidationError', ValidationErrorOut)
  for (const [status, description] of Object.entries(refusals)) {
    const error = referTo('schemas', 'Error')
    const schema = status === '422' ? { anyOf: [referTo('schemas', 'ValidationError'), error] } : error
    registry.registerComponent('responses', status, { description, content: { 'application/json': { schema } } })
  }
}

const descriptions: Record<number, string> = { 200: 'Done', 201: 'Created', 202: 'Accepted', 204: 'Done' }

const parameters = (path: string) =>
  z.object(
    Object.fromEntries(
      [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => [name, z.string().meta({ description: pathWords[name] ?? 'The id.' })]),
    ),
  )

/** A component that may be null is written as both at once, which no value is; meant is one or the other. */
function correctNullable(node: unknown): void {
  if (typeof node !== 'object' || node === null) return
  const { allOf: [component, other] = [] } = node as { allOf?: { $ref?: string; type?: unknown }[] }
  if (component?.$ref !== undefined && Array.isArray(other?.type) && other.type.includes('null')) {
    delete (node as { allOf?: unknown }).allOf
    Object.assign(node, { anyOf: [component, { type: 'null' }] })
  }
  for (const member of Object.values(node)) correctNullable(member)
}

type Described = { description?: string; $ref?: string; properties?: Record<string, Described> } & Record<string, unknown>

/** Fills in what is said of a name wherever it stands: of the properties of schemas, at any depth, and of parameters. */
function describeNames(node: unknown): void {
  if (typeof node !== 'object' || node === null) return
  const { in: place, name, properties } = node as Described
  if (typeof place === 'string') describe(node as Described, String(name))
  for (const [property, schema] of Object.entries(properties ?? {})) describe(schema, property)
  for (const member of Object.values(node)) describeNames(member)
}

function describe(named: Described, name: string): void {
  const word = fieldWords[name]
  if (word !== undefined && named.$ref === undefined) named.description ??= word
}

function addExamples(schemas: Record<string, object>): void {
  for (const [name, schema] of Object.entries(schemas)) if (examples[name]) Object.assign(schema, { examples: [examples[name]] })
}

const tagsOf = (operations: readonly Operation[]) =>
  [...new Set(operations.map(({ tag }) => tag))].map(name => ({ name, ...(tagWords[name] && { description: tagWords[name] }) }))

/** OpenAPI 3.1, from the rows that serve. Made when it is first asked for. */
export const openApiDocument = (operations: readonly Operation[], serverUrl: string): object =>
  once('openapi', () => {
    const { openAPIRegistry, getOpenAPI31Document } = new OpenAPIHono()
    openAPIRegistry.registerComponent('securitySchemes', 'key', {
      type: 'http',
      scheme: 'bearer',
      description: 'An API key, ph_…, or a portal token, ptok_….',
    })
    registerRefusals(openAPIRegistry)
    for (const operation of operations) openAPIRegistry.registerPath(toPath(operation))
    const document = getOpenAPI31Document({
      openapi: '3.1.0',
      info: {
        title: 'Posthorn',
        version: '1.0.0',
        description: "Webhooks that lose nothing. Svix's clients work with the server's address and an API key.",
        license: { name: 'MIT' },
      },
      servers: [{ url: serverUrl }],
      security: [{ key: [] }],
      tags: tagsOf(operations),
    })
    correctNullable(document)
    describeNames(document)
    addExamples(document.components?.schemas ?? {})
    return document
  })

const portalNote = (operationId: string) =>
  portalAccess[operationId] && `A portal token of the application needs the capability ${portalAccess[operationId]}.`

function toPath({ method, path, operationId, summary, description, tag, permission, query, body, produces, responses }: Operation) {
  const replies = Object.entries(responses).map(([status, schema]) => [
    status,
    { description: descriptions[Number(status)] ?? 'Done', ...(schema ? { content: media(produces ?? 'application/json', schema) } : {}) },
  ])
  const idempotencyKey = z.object({
    'idempotency-key': z.string().optional().meta({ description: 'Repeated within 12 hours, the request is answered as the first time.' }),
  })
  return {
    method,
    path: `/api/v1${path}`,
    operationId,
    summary,
    description: [description, `Scope: ${permissions[permission]} or higher.`, portalNote(operationId)].filter(Boolean).join(' '),
    tags: [tag],
    request: {
      params: parameters(path),
      ...(query ? { query } : {}),
      ...(body ? { body: { required: true, content: json(body) } } : {}),
      ...(method === 'post' ? { headers: idempotencyKey } : {}),
    },
    responses: { ...refusalReferences, ...Object.fromEntries(replies) },
  }
}
