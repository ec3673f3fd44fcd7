import fc from 'fast-check'
import type { JsonSchema } from '#tests/support/openapi.ts'

/** What no field expects. */
const strange: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.constantFrom<unknown>('', '\0', '\ud800', '__proto__', -1, 0, 1.5, 1e308, 2 ** 53, '9'.repeat(400), [[]], { a: { b: {} } }),
)

/** Values of a schema; now and then one that is not, so that every limit is met from both sides. */
export function valueFor(schema: JsonSchema): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 12, arbitrary: fitting(schema) }, { weight: 1, arbitrary: strange })
}

function fitting(schema: JsonSchema): fc.Arbitrary<unknown> {
  if (schema.enum) return fc.constantFrom(...schema.enum)
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map(fitting))
  const types = [schema.type ?? 'object'].flat()
  return fc.oneof(...types.map(type => ofType(type, schema)))
}

function ofType(type: string, schema: JsonSchema): fc.Arbitrary<unknown> {
  const { minimum = -5, minItems = 0, minLength = 0 } = schema
  switch (type) {
    case 'null':
      return fc.constant(null)
    case 'boolean':
      return fc.boolean()
    case 'integer':
    case 'number':
      return fc.oneof(
        fc.integer({ min: minimum, max: Math.min(schema.maximum ?? 100, minimum + 300) }),
        fc.constant(schema.maximum ?? minimum),
      )
    case 'array':
      return fc.array(valueFor(schema.items ?? {}), {
        minLength: minItems,
        maxLength: Math.max(minItems, Math.min(schema.maxItems ?? 4, 4)),
      })
    case 'string':
      return text(schema, minLength)
    default:
      return object(schema)
  }
}

function text({ format, pattern, maxLength = 40 }: JsonSchema, minLength: number): fc.Arbitrary<string> {
  if (format === 'date-time')
    return fc.date({ min: new Date('1900-01-01'), max: new Date('2200-01-01'), noInvalidDate: true }).map(date => date.toISOString())
  const plain = fc.oneof(
    fc.constantFrom('order.paid', 'eu', 'https://example.com/hook'),
    fc.string({ minLength, maxLength: Math.min(maxLength, 40) }),
  )
  return pattern === undefined ? plain : fc.oneof(fc.constantFrom('order.paid', 'eu'), fc.stringMatching(new RegExp(pattern)))
}

function object({ properties = {}, required = [], additionalProperties }: JsonSchema): fc.Arbitrary<unknown> {
  const members = Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, valueFor(schema)]))
  const known = fc.record(members, { requiredKeys: required.filter(name => name in members) })
  if (additionalProperties === undefined || additionalProperties === false) return known
  const value = typeof additionalProperties === 'object' ? valueFor(additionalProperties) : fc.jsonValue()
  return fc.tuple(known, fc.dictionary(fc.string({ maxLength: 8 }), value, { maxKeys: 3 })).map(([some, more]) => ({ ...more, ...some }))
}

/** Of some of the parameters. */
export const queryOf = (parameters: Record<string, JsonSchema>): fc.Arbitrary<Record<string, unknown>> =>
  fc.record(Object.fromEntries(Object.entries(parameters).map(([name, schema]) => [name, valueFor(schema)])), { requiredKeys: [] })
