import { openApiDocument } from '#server/rest/openapi.ts'
import { operations } from '#server/rest/operations.ts'

/** As much of JSON Schema as our documents use. */
export type JsonSchema = {
  $ref?: string
  type?: string | string[]
  enum?: unknown[]
  anyOf?: JsonSchema[]
  properties?: Record<string, JsonSchema>
  required?: string[]
  additionalProperties?: JsonSchema | boolean
  items?: JsonSchema
  prefixItems?: JsonSchema[]
  format?: string
  pattern?: string
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  minItems?: number
  maxItems?: number
}
type Content = { $ref?: string; content?: Record<string, { schema: JsonSchema }> }
export type Parameter = { name: string; in: string; required: boolean; schema: JsonSchema }
export type DocumentedOperation = {
  operationId: string
  parameters?: Parameter[]
  requestBody?: Content
  responses: Record<string, Content>
}
export type Document = {
  paths: Record<string, Record<string, DocumentedOperation>>
  components: { schemas: Record<string, JsonSchema>; responses?: Record<string, Content> }
}

/** The API's own document, with an address that no machine changes. */
export const currentDocument = (): Document => openApiDocument(operations, 'http://localhost:8071') as Document

export type Listed = DocumentedOperation & { method: string; path: string }

/** The refusals that operations share, written out. */
function answersOf({ components }: Document, responses: Record<string, Content>): Record<string, Content> {
  const answer = (content: Content) => components.responses?.[content.$ref?.replace('#/components/responses/', '') ?? ''] ?? content
  return Object.fromEntries(Object.entries(responses).map(([status, content]) => [status, answer(content)]))
}

export const operationsOf = (document: Document): Listed[] =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      ...operation,
      responses: answersOf(document, operation.responses),
      method,
      path,
    })),
  )

export const schemaOf = (content: Content | undefined): JsonSchema | undefined => Object.values(content?.content ?? {})[0]?.schema

/** A schema with its references replaced by what they refer to. */
export function resolve(document: Document, schema: JsonSchema): JsonSchema {
  const name = schema.$ref?.replace('#/components/schemas/', '')
  const target = name === undefined ? schema : document.components.schemas[name]
  if (target === undefined) throw new Error(`${schema.$ref} is not in the document`)
  const inner = (one: JsonSchema) => resolve(document, one)
  const { properties, additionalProperties, items, anyOf, prefixItems } = target
  return {
    ...target,
    ...(name === undefined ? {} : { $ref: undefined }),
    ...(properties && { properties: Object.fromEntries(Object.entries(properties).map(([key, one]) => [key, inner(one)])) }),
    ...(typeof additionalProperties === 'object' && { additionalProperties: inner(additionalProperties) }),
    ...(items && { items: inner(items) }),
    ...(anyOf && { anyOf: anyOf.map(inner) }),
    ...(prefixItems && { prefixItems: prefixItems.map(inner) }),
  }
}
