import { runInNewContext } from 'node:vm'
import { Ajv, type ErrorObject, type Options } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { ValidationError } from '#server/errors.ts'
import {
  type Fault,
  fromPointer,
  isObject,
  type JsonObject,
  type JsonSchema,
  type Path,
  toPointer,
  valueAt,
} from '#server/event-types/json-schema.ts'
import { once } from '#server/process.ts'

/** Formats are notes for the reader, as the specification has it; unknown keywords are let through. */
const options: Options = { strict: false, validateFormats: false, logger: false, allErrors: true }

const draft7 = 'http://json-schema.org/draft-07/schema'
const draft2020 = 'https://json-schema.org/draft/2020-12/schema'

/** Draft 7 unless a schema names the later draft, which OpenAPI 3.1 is written in. */
const dialects: Record<string, () => Ajv | Ajv2020> = {
  [draft7]: () => once('json schema draft 7', () => new Ajv(options)),
  [draft2020]: () => once('json schema 2020-12', () => new Ajv2020(options)),
}

const dialectOf = (schema: JsonSchema): string =>
  isObject(schema) && schema.$schema !== undefined ? String(schema.$schema).replace(/#$/, '') : draft7

const maxFaults = 50
const maxDepth = 48

/**
 * What is wrong with a schema, by its draft's own schema, and beyond it: references that lead nowhere, patterns that are none, text that
 * can't be stored. Empty when it can be used.
 */
export function findFaults(schema: JsonSchema): Fault[] {
  const dialect = dialectOf(schema)
  const known = dialects[dialect]
  if (!known) return [{ path: ['$schema'], message: `Draft 7 (${draft7}#) and 2020-12 (${draft2020}) are understood; ${dialect} is not.` }]
  const deep = findDeep(schema, [])
  if (deep) return [deep]
  const ajv = known()
  const faults = ajv.validate(dialect, schema) ? [] : toFaults(ajv.errors ?? [])
  return [...faults, ...findMisled(schema, schema, [])].slice(0, maxFaults)
}

/** What is nested beyond reason would overflow the stack of whoever reads it. */
function findDeep(value: unknown, path: Path): Fault | null {
  if (path.length > maxDepth) return { path: path.slice(0, 8), message: `It is nested more than ${maxDepth} levels deep.` }
  if (typeof value === 'string') return isStorable(value) ? null : { path, message: 'The text holds a NUL or half of a surrogate pair.' }
  if (typeof value !== 'object' || value === null) return null
  for (const [name, member] of Object.entries(value)) {
    const fault = isStorable(name)
      ? findDeep(member, [...path, name])
      : { path, message: 'A name holds a NUL or half of a surrogate pair.' }
    if (fault) return fault
  }
  return null
}

const isStorable = (text: string): boolean => !text.includes('\0') && text.isWellFormed()

/** Members whose values are data, not schemas. */
const data = new Set(['const', 'default', 'enum', 'example', 'examples'])

function findMisled(value: unknown, root: JsonSchema, path: Path): Fault[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => findMisled(item, root, [...path, index]))
  if (!isObject(value)) return []
  const faults: Fault[] = []
  const { $ref, pattern } = value
  if (typeof $ref === 'string' && /^#(\/|$)/.test($ref) && valueAt(root, fromPointer($ref)) === undefined)
    faults.push({ path: [...path, '$ref'], message: `Nothing is at ${$ref}.` })
  if (typeof pattern === 'string' && !isPattern(pattern))
    faults.push({ path: [...path, 'pattern'], message: 'This is no regular expression.' })
  for (const [name, member] of Object.entries(value)) if (!data.has(name)) faults.push(...findMisled(member, root, [...path, name]))
  return faults
}

function isPattern(text: string): boolean {
  try {
    new RegExp(text, 'u')
    return true
  } catch {
    return false
  }
}

/** One fault for each place: where several ways were possible, the first that failed says enough. */
function toFaults(errors: ErrorObject[]): Fault[] {
  const byPlace = new Map<string, Fault>()
  for (const { instancePath, keyword, params, message } of errors) {
    if (keyword === 'anyOf' || keyword === 'oneOf' || keyword === 'if' || byPlace.has(instancePath)) continue
    byPlace.set(instancePath, { path: fromPointer(instancePath), message: describe(keyword, params, message) })
  }
  // When only the combination failed, that is what there is to say.
  if (byPlace.size === 0)
    for (const { instancePath, message = '' } of errors) byPlace.set(instancePath, { path: fromPointer(instancePath), message })
  return [...byPlace.values()]
}

function describe(keyword: string, params: JsonObject, message = 'is not valid'): string {
  if (keyword === 'enum' && Array.isArray(params.allowedValues))
    return `must be one of ${params.allowedValues.map(value => JSON.stringify(value)).join(', ')}`
  if (keyword === 'additionalProperties') return `must not have the property ${JSON.stringify(params.additionalProperty)}`
  return message
}

/** @throws ValidationError with the place of each fault below `loc`, as a JSON pointer too */
export function demandUsable(schemas: JsonObject | null | undefined, ...loc: (string | number)[]): void {
  const issues = Object.entries(schemas ?? {}).flatMap(([version, schema]) =>
    findFaults(schema as JsonSchema).map(({ path, message }) => ({
      loc: [...loc, version, ...path],
      msg: `${toPointer(path) || 'The schema'}: ${message}`,
      type: 'value_error.jsonschema',
    })),
  )
  if (issues.length > 0) throw new ValidationError(issues)
}

const maxCheckMs = 500

/** `faults`: what a payload has that its schema does not allow, or lacks. `unusable`: the schema can't be applied, and why. */
export type PayloadCheck = { kind: 'checked'; faults: Fault[] } | { kind: 'unusable'; why: string }

/** Patterns and references are the schema author's, so the time is bounded: V8 stops whatever runs, a regular expression too. */
export function checkPayload(schema: JsonSchema, payload: unknown): PayloadCheck {
  const { $schema: _, ...bare } = isObject(schema) ? schema : {}
  const ajv = dialectOf(schema) === draft2020 ? new Ajv2020({ ...options, meta: false }) : new Ajv({ ...options, meta: false })
  const run = () => {
    const validate = ajv.compile(typeof schema === 'boolean' ? schema : bare)
    return validate(payload) ? [] : toFaults(validate.errors ?? [])
  }
  try {
    return { kind: 'checked', faults: (runInNewContext('run()', { run }, { timeout: maxCheckMs }) as Fault[]).slice(0, maxFaults) }
  } catch (error) {
    const { code, message } = error as Error & { code?: string }
    return { kind: 'unusable', why: code === 'ERR_SCRIPT_EXECUTION_TIMEOUT' ? `it takes more than ${maxCheckMs} ms` : message }
  }
}
