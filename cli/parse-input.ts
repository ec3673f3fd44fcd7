import type { z } from 'zod'
import { Failure } from '#cli/failure.ts'

/** What was typed, by the schema that the API uses as well. */
export function parseInput<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const result = schema.safeParse(input)
  if (result.success) return result.data
  const { path, message } = result.error.issues[0] ?? { path: [], message: 'is not valid' }
  throw new Failure(`The ${path.join('.')} is refused: ${message}.`)
}
