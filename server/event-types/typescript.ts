import { fromPointer, isObject, isSchema, type JsonObject, type JsonSchema, valueAt } from '#server/event-types/json-schema.ts'
import { verifyWebhook } from '#server/event-types/verify-webhook.ts'

export type CatalogType = { name: string; description: string; deprecated: boolean; schema: JsonSchema }

/** While one event type is written: what it refers to becomes a type of its own, written after it. */
type Writer = { root: JsonSchema; prefix: string; named: Map<string, string>; taken: Set<string> }

/** A TypeScript module: a type for each event type's payload, `EventPayloads` by name, and `verifyWebhook`. */
export function toTypeScript(types: readonly CatalogType[]): string {
  const taken = new Set(['EventPayloads', 'EventType'])
  const written = types.map(type => writeType(type, taken))
  const members = types.map(({ name }, index) => `  ${JSON.stringify(name)}: ${written[index]?.name}`)
  return [
    '// The event types of the catalogue, made by Posthorn. Fetch it again instead of changing it.',
    ...written.map(({ text }) => text),
    `/** The payload of each event type. */\nexport type EventPayloads = {\n${members.join('\n')}\n}`,
    'export type EventType = keyof EventPayloads',
    verifyWebhook,
  ].join('\n\n')
}

/** The type of one event type's payload. */
export const typeScriptOf = (type: CatalogType): string => writeType(type, new Set()).text

function writeType({ name, description, deprecated, schema }: CatalogType, taken: Set<string>): { name: string; text: string } {
  const prefix = unused(pascal(name), taken)
  const writer: Writer = { root: schema, prefix, named: new Map(), taken }
  const said = [description, ...(deprecated ? ['@deprecated'] : [])].filter(Boolean)
  const texts = [`${comment([`\`${name}\``, ...said], '')}export type ${prefix} = ${typeOf(schema, writer, '')}`]
  // A type may refer to further ones: the map grows while it is walked.
  for (const [reference, own] of writer.named)
    texts.push(`export type ${own} = ${typeOf(valueAt(schema, fromPointer(reference)), writer, '')}`)
  return { name: prefix, text: texts.join('\n\n') }
}

const words = (name: string): string[] => name.split(/[^a-zA-Z0-9]+/).filter(Boolean)

function pascal(name: string): string {
  const joined = words(name)
    .map(word => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')
  return /^[A-Z]/.test(joined) ? joined : `Event${joined}`
}

function unused(wanted: string, taken: Set<string>): string {
  let name = wanted
  for (let number = 2; taken.has(name); number++) name = `${wanted}${number}`
  taken.add(name)
  return name
}

/** Ends of comments inside would end ours. */
function comment(lines: readonly string[], indent: string): string {
  const text = lines.flatMap(line => line.replaceAll('*/', '* /').split('\n')).map(line => line.trimEnd())
  if (text.length === 0) return ''
  return text.length === 1
    ? `${indent}/** ${text[0]} */\n`
    : `${indent}/**\n${text.map(line => `${indent} * ${line}`.trimEnd()).join('\n')}\n${indent} */\n`
}

const simple: Record<string, string> = { string: 'string', number: 'number', integer: 'number', boolean: 'boolean', null: 'null' }

/** Every part of a schema that says something about the type; together they are an intersection. */
function typeOf(schema: unknown, writer: Writer, indent: string): string {
  if (schema === false) return 'never'
  if (!isObject(schema)) return 'unknown'
  if (typeof schema.$ref === 'string') return referTo(schema.$ref, writer)
  if ('const' in schema) return literal(schema.const)
  if (Array.isArray(schema.enum)) return union(schema.enum.map(literal))
  const parts = [
    ...[schema.anyOf, schema.oneOf].filter(Array.isArray).map(choices => union(choices.map(choice => typeOf(choice, writer, indent)))),
    ...(Array.isArray(schema.allOf) ? schema.allOf.map(part => typeOf(part, writer, indent)) : []),
    ...byType(schema, writer, indent),
  ].filter(part => part !== 'unknown')
  if (parts.length === 0) return 'unknown'
  return [...new Set(parts)].map(part => (parts.length > 1 && part.includes(' | ') ? `(${part})` : part)).join(' & ')
}

function byType(schema: JsonObject, writer: Writer, indent: string): string[] {
  const told = schema.type === undefined ? impliedTypes(schema) : [schema.type].flat()
  if (told.length === 0) return []
  return [
    union(
      told.map(type => simple[String(type)] ?? (type === 'array' ? arrayOf(schema, writer, indent) : objectOf(schema, writer, indent))),
    ),
  ]
}

function impliedTypes({ properties, items, prefixItems, additionalProperties }: JsonObject): string[] {
  if (isObject(properties) || isObject(additionalProperties)) return ['object']
  return items !== undefined || prefixItems !== undefined ? ['array'] : []
}

function arrayOf({ items, prefixItems, additionalItems }: JsonObject, writer: Writer, indent: string): string {
  const [tuple, rest] = Array.isArray(prefixItems) ? [prefixItems, items] : Array.isArray(items) ? [items, additionalItems] : [null, items]
  const many = (schema: unknown) => {
    const type = typeOf(schema, writer, indent)
    return / [|&] /.test(type) ? `(${type})[]` : `${type}[]`
  }
  if (tuple === null) return many(rest)
  const first = tuple.map(item => `${typeOf(item, writer, indent)}?`)
  return `[${[...first, ...(rest === false ? [] : [`...${many(rest)}`])].join(', ')}]`
}

function objectOf({ properties, required, additionalProperties }: JsonObject, writer: Writer, indent: string): string {
  const known = isObject(properties) ? Object.entries(properties) : []
  const demanded = new Set(Array.isArray(required) ? required : [])
  if (known.length === 0)
    return additionalProperties === false ? 'Record<string, never>' : `Record<string, ${typeOf(additionalProperties, writer, indent)}>`
  const inner = `${indent}  `
  const members = known.map(([name, schema]) => {
    const said = isObject(schema) && typeof schema.description === 'string' ? comment([schema.description], inner) : ''
    const key = /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name)
    return `${said}${inner}${key}${demanded.has(name) ? '' : '?'}: ${typeOf(schema, writer, inner)}`
  })
  if (additionalProperties === true || isObject(additionalProperties)) members.push(`${inner}[key: string]: unknown`)
  return `{\n${members.join('\n')}\n${indent}}`
}

function referTo(reference: string, writer: Writer): string {
  if (reference === '#') return writer.prefix
  const path = fromPointer(reference)
  if (!reference.startsWith('#/') || !isSchema(valueAt(writer.root, path))) return 'unknown'
  const known =
    writer.named.get(reference) ??
    unused(
      writer.prefix +
        words(path.at(-1) ?? '')
          .map(pascal)
          .join(''),
      writer.taken,
    )
  writer.named.set(reference, known)
  return known
}

function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`
  if (isObject(value))
    return `{ ${Object.entries(value)
      .map(([name, member]) => `${JSON.stringify(name)}: ${literal(member)}`)
      .join('; ')} }`
  return JSON.stringify(value)
}

const union = (types: readonly string[]): string => (types.includes('unknown') ? 'unknown' : [...new Set(types)].join(' | ') || 'never')
