import type { z } from 'zod'
import { invalid, notFound } from '#server/errors.ts'
import { type Entity, type Id, parseId, prefixes } from '#server/ids.ts'

export type Reference<E extends Entity> = { id: Id<E> } | { uid: string }

/**
 * What a path names: our id or the caller's uid. A uid never begins with the prefix of our ids, so there is no doubt.
 * @throws AppError not_found for what looks like an id and is none
 */
export function referenceTo<E extends Entity>(entity: E, text: string): Reference<E> {
  if (!text.startsWith(`${prefixes[entity]}_`)) return { uid: text }
  const id = parseId(entity, text)
  if (id === null) throw notFound()
  return { id }
}

/**
 * A name out of a path that an object is about to be made with: as good as one out of a body.
 * @throws ValidationError
 */
export function nameFromPath(schema: z.ZodString, text: string): string {
  const result = schema.safeParse(text)
  if (!result.success) throw invalid(['path'], `The name in the path ${result.error.issues[0]?.message}.`)
  return result.data
}
