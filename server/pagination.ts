import { z } from 'zod'
import { invalid } from '#server/errors.ts'
import { idFloor, lastId } from '#server/ids.ts'

export const order = z.enum(['ascending', 'descending'])
export type Order = z.infer<typeof order>

/** Query parameters of every list. */
export const pageQuery = z.object({
  limit: z.coerce.number<number>().int().min(1).max(250).default(50).meta({ description: 'Items per page, 250 at most.' }),
  iterator: z
    .string()
    .optional()
    .meta({ description: 'The `iterator` of the page before, or the `prevIterator` of the page after, to go back.' }),
})

export const listQuery = (defaultOrder: Order) => pageQuery.extend({ order: order.default(defaultOrder) })

/** `fromEnd`: without an iterator, begin at the end and read towards the beginning. */
export type ListRequest = { limit: number; iterator?: string | undefined; order: Order; fromEnd?: boolean }
export type Page<T> = { data: T[]; iterator: string | null; prevIterator: string | null; done: boolean }

export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({
    data: z.array(item),
    iterator: z.string().nullable(),
    prevIterator: z.string().nullable(),
    done: z.boolean().meta({ description: 'Whether nothing follows in the direction that was read.' }),
  })

/**
 * One step along an index. A page is read from `from` (exclusive; null: the beginning) in the direction `descending`, one row more
 * than fits, so that `done` is known without counting. An iterator with a minus before it reads the other way, and `page` turns the rows round again.
 */
export type Walk<K> = {
  from: K | null
  descending: boolean
  take: number
  page: <T>(rows: T[], keyOf: (row: T) => string, cutAt?: string | null) => Page<T>
}

/** @throws ValidationError when the iterator was not one of this list's */
export function walk<K>({ limit, iterator, order, fromEnd = false }: ListRequest, parse: (text: string) => K | null): Walk<K> {
  const backwards = iterator?.startsWith('-') ?? fromEnd
  const from = iterator === undefined ? null : parse(iterator.replace(/^-/, ''))
  if (iterator !== undefined && from === null) throw invalid(['query', 'iterator'], 'The iterator is not one that this list gave.')
  return {
    from,
    descending: (order === 'descending') !== backwards,
    take: limit + 1,
    page: (rows, keyOf, cutAt = null) => toPage(rows, keyOf, limit, backwards, cutAt),
  }
}

/** `cutAt`: the last key that was examined, when the list stopped there before the page was full. */
function toPage<T>(rows: T[], keyOf: (row: T) => string, limit: number, backwards: boolean, cutAt: string | null): Page<T> {
  const data = rows.slice(0, limit)
  if (backwards) data.reverse()
  const first = data[0]
  const last = data.at(-1)
  const firstKey = backwards && cutAt ? cutAt : first === undefined ? null : keyOf(first)
  const lastKey = !backwards && cutAt ? cutAt : last === undefined ? null : keyOf(last)
  return { data, iterator: lastKey, prevIterator: firstKey && `-${firstKey}`, done: rows.length <= limit && cutAt === null }
}

/** The comparison of a key with the place where the page begins, as Prisma writes it. */
export const past = <K>({ from, descending }: Walk<K>): { lt: K } | { gt: K } | undefined =>
  from === null ? undefined : descending ? { lt: from } : { gt: from }

/** A filtered list stops after so many rows and answers a short page, so that no request scans a table. */
export const maxExamined = 10_000

/** Between which ids (both exclusive) a step along ids reads: from where it begins, and within the times that were asked for. */
export function bounds({ from, descending }: Walk<string>, { before, after }: { before?: Date | undefined; after?: Date | undefined }) {
  const low = after ? idFloor(new Date(after.getTime() + 1)) : '00000000-0000-0000-0000-000000000000'
  const high = before ? idFloor(before) : lastId
  if (from === null) return { low, high }
  return descending ? { low, high: from < high ? from : high } : { low: from > low ? from : low, high }
}
