import { isNode, LineCounter, parseDocument } from 'yaml'
import { ValidationError } from '#server/errors.ts'
import { type Fault, isObject, type JsonObject, type Path, toPointer } from '#server/event-types/json-schema.ts'

/** A document, and what its faults are answered with: where in the request it stood, and on which line it is written. */
export type Source = { document: JsonObject; refuse: (faults: readonly Fault[]) => ValidationError }

const maxDepth = 64
const firstOf = (text: string): string => text.split('\n')[0]?.replace(/:$/, '') ?? text

const refuse = (loc: string[], faults: readonly Fault[], lineOf: (path: Path) => number | null): ValidationError =>
  new ValidationError(
    faults.map(({ path, message }) => {
      const line = lineOf(path)
      const place = [line === null ? '' : `line ${line}`, toPointer(path)].filter(Boolean).join(', ')
      return { loc: [...loc, ...path], msg: place === '' ? message : `${place}: ${message}`, type: 'value_error.openapi' }
    }),
  )

/** A document that came as JSON in the request. */
export function fromObject(document: JsonObject, ...loc: string[]): Source {
  return { document, refuse: faults => refuse(loc, faults, () => null) }
}

/**
 * A document as text, JSON or YAML.
 * @throws ValidationError with line and column of what can't be read
 */
export function fromText(text: string, ...loc: string[]): Source {
  const lines = new LineCounter()
  const parsed = readYaml(text, lines, loc)
  /** The line of the nearest thing around a path that is written down. */
  const lineOf = (path: Path): number => {
    for (let length = path.length; length > 0; length--) {
      const node = parsed.getIn(path.slice(0, length), true)
      if (isNode(node) && node.range) return lines.linePos(node.range[0]).line
    }
    return 1
  }
  const document = toValue(parsed, loc)
  if (!isObject(document)) throw refuse(loc, [{ path: [], message: 'An OpenAPI document is an object.' }], () => null)
  return { document, refuse: faults => refuse(loc, faults, lineOf) }
}

/** YAML contains JSON, so that one reader knows the place of every fault. */
function readYaml(text: string, lines: LineCounter, loc: string[]) {
  const parsed = guarded(loc, () => parseDocument(text, { lineCounter: lines, merge: true }))
  const [error] = parsed.errors
  if (!error) return parsed
  const [{ line, col }] = error.linePos ?? [{ line: 1, col: 1 }]
  const message = firstOf(error.message).replace(/ at line \d+, column \d+$/, '')
  throw refuse(loc, [{ path: [], message: `line ${line}, column ${col}: ${message}.` }], () => null)
}

const toValue = (parsed: ReturnType<typeof readYaml>, loc: string[]): unknown =>
  guarded(loc, () => {
    const value: unknown = parsed.toJS()
    if (depthOf(value, 0) > maxDepth) throw new RangeError('too deep')
    return value
  })

/** Aliases that multiply are refused by the reader; nesting that overflows its stack, and ours, is refused here. */
function guarded<T>(loc: string[], work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof RangeError)
      throw refuse(loc, [{ path: [], message: `It is nested more than ${maxDepth} levels deep.` }], () => null)
    if (error instanceof ReferenceError) throw refuse(loc, [{ path: [], message: `${firstOf(error.message)}.` }], () => null)
    throw error
  }
}

function depthOf(value: unknown, depth: number): number {
  if (typeof value !== 'object' || value === null || depth > maxDepth) return depth
  return Object.values(value).reduce<number>((deepest, member) => Math.max(deepest, depthOf(member, depth + 1)), depth)
}
