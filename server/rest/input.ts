import type { z } from 'zod'
import { AppError, invalid, ValidationError } from '#server/errors.ts'
import { maxPayloadBytes } from '#server/messages/body.ts'

/** A payload, and the rest of the body around it. */
const maxBodyBytes = maxPayloadBytes + 64 * 1024

export const tooLarge = () =>
  new AppError('payload_too_large', `The request is too large: a payload may be at most ${maxPayloadBytes} bytes.`)

/** The body of a request; what is longer than the limit is refused before it is in memory. */
export async function readBytes(request: Request, limit = maxBodyBytes): Promise<Buffer> {
  const declared = request.headers.get('content-length')
  if (declared !== null) {
    if (Number(declared) > limit) throw tooLarge()
    // HTTP ends the body where it was said to end.
    return Buffer.from(await request.arrayBuffer())
  }
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of request.body ?? []) {
    length += chunk.length
    if (length > limit) throw tooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** The value as the schema reads it. @throws ValidationError with one entry per fault, each located below `place` */
export function parse<S extends z.ZodType>(schema: S, value: unknown, place: 'body' | 'query'): z.output<S> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  throw new ValidationError(
    result.error.issues.map(issue => ({
      loc: [place, ...issue.path.map(step => (typeof step === 'symbol' ? String(step) : step))],
      msg: issue.message,
      type: issue.code === 'custom' ? 'value_error' : `value_error.${issue.code}`,
    })),
  )
}

/**
 * Query parameters by name, read as the schema says: a list may be repeated, joined by commas, or spelled `name[]` and `name[0]`,
 * as the clients of several languages do.
 */
export function readQuery<S extends z.ZodObject>(schema: S, search: URLSearchParams): z.output<S> {
  const values: Record<string, string | string[]> = {}
  for (const [spelled, value] of search) {
    const name = spelled.replace(/\[\d*\]$/, '')
    if (!Object.hasOwn(schema.shape, name)) continue
    if (isList(schema.shape[name])) values[name] = [...(values[name] ?? []), ...value.split(',').filter(item => item !== '')]
    else values[name] = value
  }
  demandStorable(values, 'query')
  return parse(schema, values, 'query')
}

function isList(schema: z.core.$ZodType | undefined): boolean {
  const def = schema?._zod.def as { type?: string; innerType?: z.core.$ZodType } | undefined
  return def?.type === 'array' || (def?.innerType !== undefined && isList(def.innerType))
}

/** Text that PostgreSQL can hold: no NUL, no half of a surrogate pair. Said here once, for every field of every operation. */
export const isStorable = (text: string): boolean => !text.includes('\0') && text.isWellFormed()

const maxDepth = 64

/** @throws ValidationError that names the member */
export function demandStorable(value: unknown, ...place: (string | number)[]): void {
  if (place.length > maxDepth) throw invalid(place.slice(0, 4), 'The body is nested too deeply.')
  if (typeof value === 'string') {
    if (!isStorable(value)) throw invalid(place, 'The text holds a NUL or half of a surrogate pair.')
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, member] of Object.entries(value)) {
      demandStorable(name, ...place)
      demandStorable(member, ...place, Array.isArray(value) ? Number(name) : name)
    }
  }
}

const maxKeyLength = 255

/** @throws ValidationError */
export function readIdempotencyKey(key: string | undefined): string | null {
  if (key === undefined || key === '') return null
  if (key.length > maxKeyLength || !isStorable(key))
    throw invalid(['header', 'idempotency-key'], `An idempotency key is at most ${maxKeyLength} characters long.`)
  return key
}
