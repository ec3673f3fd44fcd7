import { type Document, type Parameter, resolve, type Schema } from '#components/reference/document.ts'
import { formatCount } from '#components/ui/format.ts'

/** A member of an object, as a reader wants it. */
export type Field = {
  name: string
  type: string
  required: boolean
  deprecated: boolean
  description: string
  /** Limits and the default, one phrase each. */
  rules: string[]
  values: string[]
  /** What is inside an object, or inside each item of a list. */
  fields: Field[]
}

/** How deep a schema is shown; no answer nests deeper than this. */
const maxDepth = 6

const typesOf = ({ type }: Schema): string[] => (type === undefined ? [] : [type].flat())
const orNull = (schema: Schema, text: string): string => (typesOf(schema).includes('null') ? `${text} or null` : text)

function typeOf(document: Document, given: Schema): string {
  const schema = resolve(document, given)
  if (schema.anyOf) return [...new Set(schema.anyOf.map(one => typeOf(document, one)))].join(' or ')
  const [type = 'anything'] = typesOf(schema).filter(one => one !== 'null')
  if (schema.prefixItems) return orNull(schema, `[${schema.prefixItems.map(one => typeOf(document, one)).join(', ')}]`)
  if (type === 'array') return orNull(schema, `list of ${typeOf(document, schema.items ?? {})}`)
  if (schema.format === 'date-time') return orNull(schema, 'time')
  if (isMap(schema)) return orNull(schema, `map of ${typeOf(document, schema.additionalProperties as Schema)}`)
  return orNull(schema, type)
}

const isMap = ({ properties, additionalProperties }: Schema): boolean =>
  Object.keys(properties ?? {}).length === 0 && typeof additionalProperties === 'object' && Object.keys(additionalProperties).length > 0

/** Of a list what holds for its items, else the schema itself. */
const innerOf = (document: Document, schema: Schema): Schema => (schema.items ? resolve(document, schema.items) : schema)

function rulesOf(document: Document, schema: Schema): string[] {
  const item = innerOf(document, schema)
  const { minItems, maxItems } = schema
  return [
    between(minItems, maxItems, 'items'),
    between(item.minLength, item.maxLength, item === schema ? 'characters' : 'characters each'),
    between(item.minimum, item.maximum, ''),
    item.pattern && item.format === undefined ? `matches ${item.pattern}` : '',
    schema.default === undefined ? '' : `default ${JSON.stringify(schema.default)}`,
  ].filter(Boolean)
}

/** Beyond this a limit is only that of the type. */
const isReal = (limit: number | undefined): limit is number => limit !== undefined && Math.abs(limit) < Number.MAX_SAFE_INTEGER

function between(least: number | undefined, most: number | undefined, unit: string): string {
  const [low, high] = [least, most].map(limit => (isReal(limit) ? formatCount(limit) : null))
  const range = low && high ? `${low} to ${high}` : high ? `at most ${high}` : low ? `at least ${low}` : ''
  return range && `${range} ${unit}`.trimEnd()
}

function toField(
  document: Document,
  named: { name: string; required: boolean; description?: string },
  given: Schema,
  depth: number,
): Field {
  const schema = resolve(document, given)
  const item = innerOf(document, schema)
  const values = item.enum ?? []
  return {
    name: named.name,
    required: named.required,
    type: typeOf(document, given),
    deprecated: schema.deprecated ?? false,
    description: named.description ?? schema.description ?? '',
    rules: rulesOf(document, schema),
    values: values.filter(value => value !== null).map(value => (typeof value === 'string' ? value : JSON.stringify(value))),
    fields: depth < maxDepth ? fieldsOf(document, item, depth + 1) : [],
  }
}

/** The members of an object, those that must be there first; of a choice between objects the members of all. */
export function fieldsOf(document: Document, given: Schema, depth = 0): Field[] {
  const schema = resolve(document, given)
  const choices = schema.anyOf ?? [schema]
  const byName = new Map(
    choices.flatMap(choice => {
      const { properties = {}, required = [] } = resolve(document, choice)
      return Object.entries(properties).map(
        ([name, member]) => [name, toField(document, { name, required: required.includes(name) }, member, depth)] as const,
      )
    }),
  )
  const inMap = isMap(schema) ? fieldsOf(document, schema.additionalProperties as Schema, depth) : []
  return [...byName.values(), ...inMap].sort((a, b) => Number(b.required) - Number(a.required))
}

export const parameterFields = (document: Document, parameters: readonly Parameter[]): Field[] =>
  parameters.map(({ name, required = false, description, schema }) =>
    toField(document, { name, required, ...(description !== undefined && { description }) }, schema, 0),
  )
