import { findFaults } from '#server/event-types/check.ts'
import {
  type Fault,
  fromPointer,
  isObject,
  isSchema,
  type JsonObject,
  type JsonSchema,
  type Path,
  toPointer,
  valueAt,
} from '#server/event-types/json-schema.ts'
import type { Source } from '#server/event-types/openapi-text.ts'
import { FeatureFlags, GroupName } from '#server/event-types/schema.ts'
import { eventTypeName } from '#server/fields.ts'

/** What a document says of an event type; null: it says nothing. */
export type DocumentedType = {
  name: string
  description: string
  deprecated: boolean
  schema: JsonSchema | null
  groupName: string | null
  featureFlags: string[] | null
}

/** How much a document may grow to when each schema gets a copy of what it refers to. */
const maxNodes = 400_000
const maxTypes = 2_000
const maxFaults = 100

type Reader = { document: JsonObject; faults: Fault[]; nodes: number }

/**
 * The event types of a document's `webhooks`, or of `x-webhooks` before OpenAPI 3.1: each is named by its key, and its payload is the JSON body
 * of its operation. Svix's `x-svix-group-name` and `x-svix-feature-flags` are read.
 * @throws ValidationError with the place of everything that is wrong
 */
export function readWebhooks({ document, refuse }: Source): DocumentedType[] {
  const section = 'webhooks' in document ? 'webhooks' : 'x-webhooks'
  const webhooks = document[section]
  if (!isObject(webhooks) || Object.keys(webhooks).length === 0)
    throw refuse([{ path: [section], message: 'The document names no webhooks, under `webhooks` or `x-webhooks`.' }])
  const names = Object.keys(webhooks)
  if (names.length > maxTypes)
    throw refuse([{ path: [section, names[maxTypes] ?? ''], message: `A document may have at most ${maxTypes} webhooks.` }])

  const reader: Reader = { document, faults: [], nodes: 0 }
  const types: DocumentedType[] = []
  for (const name of names) {
    types.push(readWebhook(reader, name, [section, name]))
    if (reader.nodes > maxNodes)
      throw refuse([{ path: [section, name], message: 'From here on the schemas, each with what it refers to, are too large.' }])
    if (reader.faults.length >= maxFaults) break
  }
  if (reader.faults.length > 0) throw refuse(distinct(reader.faults).slice(0, maxFaults))
  return types
}

/** A reference that leads nowhere is found on the way and again in the schema. */
const distinct = (faults: readonly Fault[]): Fault[] => [
  ...new Map(faults.map(fault => [toPointer(fault.path) + fault.message, fault])).values(),
]

const methods = ['post', 'put', 'patch', 'get', 'delete', 'options', 'head', 'trace']

function readWebhook(reader: Reader, name: string, path: Path): DocumentedType {
  const fail = (at: Path, message: string) => void reader.faults.push({ path: at, message })
  const named = eventTypeName.safeParse(name)
  if (!named.success) fail(path, `The name ${named.error.issues[0]?.message}.`)

  const item = follow(reader, valueAt(reader.document, path), path)
  const method = methods.find(method => isObject(item.value[method]))
  const operation = method ? (item.value[method] as JsonObject) : {}
  const at = method ? [...item.path, method] : item.path
  if (!method) fail(path, 'There is no operation, such as `post`, to describe the event.')

  const text = (member: string): string | null => {
    const value = operation[member] ?? item.value[member]
    return typeof value === 'string' ? value : null
  }
  return {
    name,
    description: text('description') ?? text('summary') ?? '',
    deprecated: operation.deprecated === true,
    schema: readSchema(reader, operation, at),
    groupName: extension(reader, GroupName, operation, at, 'x-svix-group-name'),
    featureFlags: extension(reader, FeatureFlags, withList(operation), at, 'x-svix-feature-flags'),
  }
}

/** The older extension holds one flag. */
const withList = (operation: JsonObject): JsonObject =>
  operation['x-svix-feature-flag'] === undefined ? operation : { 'x-svix-feature-flags': [operation['x-svix-feature-flag']], ...operation }

type Parser<T> = {
  safeParse: (value: unknown) => { success: true; data: T } | { success: false; error: { issues: { message: string }[] } }
}

function extension<T>(reader: Reader, schema: Parser<T>, operation: JsonObject, path: Path, name: string): T | null {
  if (operation[name] === undefined || operation[name] === null) return null
  const parsed = schema.safeParse(operation[name])
  if (parsed.success) return parsed.data
  reader.faults.push({ path: [...path, name], message: `${parsed.error.issues[0]?.message}.` })
  return null
}

function readSchema(reader: Reader, operation: JsonObject, path: Path): JsonSchema | null {
  if (operation.requestBody === undefined) return null
  const body = follow(reader, operation.requestBody, [...path, 'requestBody'])
  const content = isObject(body.value.content) ? body.value.content : {}
  const type = Object.keys(content).find(type => /^application\/(.*\+)?json\b/.test(type))
  const media = type === undefined ? undefined : content[type]
  if (type === undefined || !isObject(media) || !isSchema(media.schema)) return null
  const at = [...body.path, 'content', type, 'schema']
  const schema = standAlone(reader, media.schema, at)
  const examples = mediaExamples(reader, media)
  const full = examples.length > 0 && isObject(schema) && !Array.isArray(schema.examples) ? { ...schema, examples } : schema
  for (const { path: inner, message } of findFaults(full)) reader.faults.push({ path: placeOf(inner, at), message })
  return full
}

/** Where a part of a schema stands in the document: definitions were brought in from its components. */
const placeOf = (inner: Path, at: Path): Path =>
  inner[0] === 'definitions' ? ['components', 'schemas', ...inner.slice(1)] : [...at, ...inner]

function mediaExamples(reader: Reader, { example, examples }: JsonObject): unknown[] {
  if (example !== undefined) return [example]
  if (!isObject(examples)) return []
  return Object.values(examples)
    .map(one => follow(reader, one, []).value)
    .flatMap(({ value }) => (value === undefined ? [] : [value]))
}

const maxHops = 10

/** The object that a reference leads to, and where it stands. */
function follow(reader: Reader, value: unknown, path: Path): { value: JsonObject; path: Path } {
  let found = { value, path }
  for (let hops = 0; hops < maxHops; hops++) {
    if (!isObject(found.value)) break
    const { $ref } = found.value
    if (typeof $ref !== 'string') return { value: found.value, path: found.path }
    if (!$ref.startsWith('#/')) break
    const target = fromPointer($ref)
    found = { value: valueAt(reader.document, target), path: target }
  }
  const $ref = isObject(found.value) ? found.value.$ref : undefined
  reader.faults.push({ path, message: typeof $ref === 'string' ? `${$ref} can't be followed.` : 'There must be an object here.' })
  return { value: {}, path }
}

/**
 * A schema that needs nothing around it: what it refers to in the document comes along under `definitions`, by its own name.
 * `nullable` of OpenAPI 3.0 becomes a type.
 */
function standAlone(reader: Reader, schema: JsonSchema, path: Path): JsonSchema {
  const definitions: JsonObject = {}
  const copy = (value: unknown, at: Path): unknown => {
    if (++reader.nodes > maxNodes) return null
    if (Array.isArray(value)) return value.map((item, index) => copy(item, [...at, index]))
    if (!isObject(value)) return value
    const { nullable, ...rest } = value
    const members = nullable === true && typeof rest.type === 'string' ? { ...rest, type: [rest.type, 'null'] } : value
    return Object.fromEntries(
      Object.entries(members).map(([name, member]) =>
        name === '$ref' && typeof member === 'string' ? [name, bring(member, [...at, name])] : [name, copy(member, [...at, name])],
      ),
    )
  }
  const bring = (reference: string, at: Path): string => {
    const target = fromPointer(reference)
    const found = reference.startsWith('#/') ? valueAt(reader.document, target) : undefined
    if (!isSchema(found)) {
      reader.faults.push({
        path: at,
        message: reference.startsWith('#') ? `Nothing is at ${reference}.` : `${reference} is not in the document.`,
      })
      return reference
    }
    const name = target[0] === 'components' && target[1] === 'schemas' ? target.slice(2).join('.') : target.join('.')
    if (!Object.hasOwn(definitions, name)) {
      definitions[name] = true // A schema may refer to itself.
      definitions[name] = copy(found, target)
    }
    return `#/definitions/${encodeURIComponent(name)}`
  }
  const copied = copy(schema, path)
  if (!isObject(copied)) return copied !== false
  return Object.keys(definitions).length === 0
    ? copied
    : { ...copied, definitions: { ...(isObject(copied.definitions) ? copied.definitions : {}), ...definitions } }
}
