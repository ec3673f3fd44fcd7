import { describeError, readError } from '#components/trpc.tsx'

/** What the server refused of a form: by field, and what belongs to none of its fields. */
export type Faults<F extends string> = { of: Partial<Record<F, string>>; rest: string | null }

/**
 * `fields`: those that the form shows. The path of a fault may begin with what the procedure calls the whole (`value.name`).
 * A fault inside a field (`headers.x-shop`) is the field's, with what it is about; the number of one in a list says nothing.
 */
export function readFaults<F extends string>(error: unknown, fields: readonly F[]): Faults<F> {
  if (error === null) return { of: {}, rest: null }
  const found = readError(error).issues.flatMap(({ path, message }) => {
    const parts = path.split('.')
    const [first = '', ...inside] = fields.some(name => name === parts[0]) ? parts : parts.slice(1)
    const field = fields.find(name => name === first)
    const about = inside.filter(part => !/^\d+$/.test(part)).join('.')
    return field === undefined ? [] : [{ field, message: about ? `${about} ${message}` : message }]
  })
  if (found.length === 0) return { of: {}, rest: describeError(error) }
  const of: Partial<Record<F, string>> = {}
  for (const { field, message } of found) of[field] ??= message
  return { of, rest: null }
}
