import { invalid } from '#server/errors.ts'

/** What a payload may measure. */
export const maxPayloadBytes = 1024 * 1024

const utf8 = new TextDecoder('utf-8', { fatal: true })
const quote = 34
const backslash = 92

/**
 * A posted JSON object, read once and kept apart: `fields` as parsed, and the text of one member exactly as it was posted.
 * Printing a parsed payload again would change it (64-bit numbers, `1.0`, key order, white space) and break the customer's own hash.
 * @throws ValidationError when the body is not UTF-8, not JSON or not an object
 */
export function readBody(raw: Buffer, names: readonly string[]): { fields: Record<string, unknown>; source: string | null } {
  let text: string
  let fields: unknown
  try {
    text = utf8.decode(raw)
  } catch {
    throw invalid(['body'], 'The body is not valid UTF-8.', 'value_error.jsondecode')
  }
  try {
    fields = JSON.parse(text)
  } catch (error) {
    throw invalid(['body'], `The body is not valid JSON: ${(error as Error).message.slice(0, 200)}`, 'value_error.jsondecode')
  }
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) throw invalid(['body'], 'The body must be a JSON object.')
  return { fields: fields as Record<string, unknown>, source: memberSource(text, names) }
}

/**
 * The source text of a top-level member of a JSON object, the last one where a name repeats (as JSON.parse decides).
 * `text` must have been accepted by JSON.parse: the scan only looks for where things begin and end.
 */
export function memberSource(text: string, names: readonly string[]): string | null {
  let found: string | null = null
  let at = text.indexOf('{') + 1
  for (;;) {
    at = skipSpace(text, at)
    if (text.charCodeAt(at) !== quote) return found
    const keyEnd = endOfString(text, at)
    const key = text.slice(at + 1, keyEnd - 1)
    const start = skipSpace(text, text.indexOf(':', keyEnd) + 1)
    const end = endOfValue(text, start)
    if (names.includes(key.includes('\\') ? (JSON.parse(`"${key}"`) as string) : key)) found = text.slice(start, end).trimEnd()
    at = skipSpace(text, end)
    if (text[at] !== ',') return found
    at++
  }
}

/** The source texts of the elements of a JSON array, which JSON.parse must have accepted. */
export function elementSources(text: string): string[] {
  const found: string[] = []
  for (let at = skipSpace(text, text.indexOf('[') + 1); text[at] !== ']'; ) {
    const end = endOfValue(text, at)
    found.push(text.slice(at, end).trimEnd())
    at = text[end] === ',' ? skipSpace(text, end + 1) : end
  }
  return found
}

function skipSpace(text: string, from: number): number {
  let at = from
  while (text.charCodeAt(at) <= 32) at++
  return at
}

/** The position after the closing quote of the string that begins at `from`. */
function endOfString(text: string, from: number): number {
  for (let at = from + 1; ; at++) {
    const code = text.charCodeAt(at)
    if (code === backslash) at++
    else if (code === quote) return at + 1
  }
}

/** The position of the comma or closing brace after the value that begins at `from`. */
function endOfValue(text: string, from: number): number {
  let depth = 0
  for (let at = from; at < text.length; at++) {
    switch (text[at]) {
      case '"':
        at = endOfString(text, at) - 1
        break
      case '{':
      case '[':
        depth++
        break
      case '}':
      case ']':
        if (depth-- === 0) return at
        break
      case ',':
        if (depth === 0) return at
        break
    }
  }
  return text.length
}
