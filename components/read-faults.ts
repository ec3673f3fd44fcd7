import { readError } from '#components/trpc.tsx'

/** What the server refused of a form: by field, and what belongs to none of its fields. */
export type Faults<F extends string> = { of: Partial<Record<F, string>>; rest: string | null }

/** `fields`: those that the form shows. A fault inside a field (`headers.x-shop`) is the field's, with what it is about. */
export function readFaults<F extends string>(error: unknown, fields: readonly F[]): Faults<F> {
  if (error === null) return { of: {}, rest: null }
  const { issues, text, requestId } = readError(error)
  const found = issues.flatMap(({ path, message }) => {
    const [first = '', ...inside] = path.replace(/^value\./, '').split('.')
    const field = fields.find(name => name === first)
    return field === undefined ? [] : [{ field, message: [inside.join('.'), message].filter(Boolean).join(' ') }]
  })
  if (found.length === 0) return { of: {}, rest: requestId === null ? text : `${text} (${requestId})` }
  const of: Partial<Record<F, string>> = {}
  for (const { field, message } of found) of[field] ??= message
  return { of, rest: null }
}
