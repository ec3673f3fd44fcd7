/** As much of OpenAPI 3.1 and JSON Schema as the server's document uses. */
export type Schema = {
  $ref?: string
  type?: string | string[]
  description?: string
  deprecated?: boolean
  format?: string
  enum?: unknown[]
  default?: unknown
  examples?: unknown[]
  properties?: Record<string, Schema>
  required?: string[]
  additionalProperties?: Schema | boolean
  items?: Schema
  prefixItems?: Schema[]
  anyOf?: Schema[]
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  minItems?: number
  maxItems?: number
  pattern?: string
}
export type Parameter = { name: string; in: string; required?: boolean; description?: string; schema: Schema }
type Content = { $ref?: string; description?: string; content?: { 'application/json'?: { schema: Schema } } }
type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'
type PathItem = Partial<
  Record<
    Method,
    {
      operationId: string
      summary: string
      description: string
      tags: string[]
      parameters?: Parameter[]
      requestBody?: Content
      responses: Record<string, Content>
    }
  >
>
export type Document = {
  paths: Record<string, PathItem>
  tags: { name: string; description?: string }[]
  components: { schemas: Record<string, Schema>; responses: Record<string, Content> }
}

export type Answer = { status: string; description: string; schema: Schema | null }
export type Operation = {
  id: string
  /** Its place on the page of its resource. */
  anchor: string
  method: Method
  path: string
  summary: string
  description: string
  parameters: Parameter[]
  body: Schema | null
  answers: Answer[]
  refusals: Answer[]
}
export type Resource = { name: string; slug: string; description: string; operations: Operation[] }

const schemaOf = (content: Content | undefined): Schema | null => content?.content?.['application/json']?.schema ?? null
const lastOf = (ref: string | undefined): string => ref?.split('/').at(-1) ?? ''

/** A schema with the reference that it may be replaced by what it refers to; what is below keeps its own. */
export function resolve({ components }: Document, schema: Schema): Schema {
  if (schema.$ref === undefined) return schema
  const { $ref, ...rest } = schema
  return { ...components.schemas[lastOf($ref)], ...rest }
}

function answersOf({ components }: Document, responses: Record<string, Content>): Answer[] {
  return Object.entries(responses).map(([status, content]) => {
    const answer = content.$ref === undefined ? content : (components.responses[lastOf(content.$ref)] ?? content)
    return { status, description: answer.description ?? '', schema: schemaOf(answer) }
  })
}

const isRefusal = ({ status }: Answer): boolean => Number(status) >= 400

/** What can be asked of the server, by what it is about, in the order of the document. */
export function readResources(document: Document): Resource[] {
  const operations = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, { operationId, tags, parameters = [], requestBody, responses, ...said }]) => {
      const answers = answersOf(document, responses)
      return {
        tag: tags[0],
        ...said,
        id: operationId,
        anchor: operationId.replace(/^v1\./, ''),
        method: method as Method,
        path,
        parameters,
        body: schemaOf(requestBody),
        answers: answers.filter(answer => !isRefusal(answer)),
        refusals: answers.filter(isRefusal),
      }
    }),
  )
  return document.tags.map(({ name, description = '' }) => ({
    name,
    slug: name.toLowerCase().replaceAll(' ', '-'),
    description,
    operations: operations.filter(({ tag }) => tag === name),
  }))
}
