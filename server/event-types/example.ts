import { examplesOf, fromPointer, isObject, isSchema, type JsonObject, type JsonSchema, valueAt } from '#server/event-types/json-schema.ts'

const maxDepth = 8

/** The first example that a schema gives, else one made out of its properties: what a payload of it looks like. */
export function exampleOf(schema: JsonSchema): unknown {
  const [given] = examplesOf(schema)
  return given ?? make(schema, schema, 0)
}

const formats: Record<string, string> = {
  'date-time': '2026-01-31T12:00:00Z',
  date: '2026-01-31',
  time: '12:00:00Z',
  email: 'ann@example.com',
  hostname: 'example.com',
  ipv4: '192.0.2.1',
  ipv6: '2001:db8::1',
  uri: 'https://example.com/',
  uuid: '00000000-0000-4000-8000-000000000000',
}

/** Values that do not depend on anything else in the schema. */
const plain: Record<string, (schema: JsonObject) => unknown> = {
  null: () => null,
  boolean: () => true,
  integer: ({ minimum }) => (typeof minimum === 'number' ? Math.ceil(minimum) : 1),
  number: ({ minimum }) => (typeof minimum === 'number' ? minimum : 1.5),
  string: ({ format, minLength }) =>
    formats[String(format)] ?? 'text'.padEnd(typeof minLength === 'number' ? Math.min(minLength, 1_000) : 0, '…'),
}

function make(schema: unknown, root: JsonSchema, depth: number): unknown {
  if (!isObject(schema) || depth > maxDepth) return depth === 0 ? {} : null
  if ('const' in schema) return schema.const
  if ('default' in schema) return schema.default
  if (Array.isArray(schema.enum)) return schema.enum[0]
  if (Array.isArray(schema.examples) && schema.examples.length > 0) return schema.examples[0]
  if (typeof schema.$ref === 'string') return make(valueAt(root, fromPointer(schema.$ref)), root, depth + 1)
  const choices = [schema.oneOf, schema.anyOf].find(Array.isArray)
  if (choices) return make(choices[0], root, depth + 1)
  if (Array.isArray(schema.allOf))
    return Object.assign({}, ...schema.allOf.map(part => make(part, root, depth + 1)), members(schema, root, depth))
  const types = [schema.type ?? (isSchema(schema.items) ? 'array' : 'object')].flat()
  const type = String(types.find(type => type !== 'null') ?? 'null')
  if (type === 'array') return isSchema(schema.items) ? [make(schema.items, root, depth + 1)] : []
  return plain[type] ? plain[type](schema) : members(schema, root, depth)
}

function members({ properties }: JsonObject, root: JsonSchema, depth: number): JsonObject {
  if (!isObject(properties)) return {}
  return Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, make(schema, root, depth + 1)]))
}
