import { declaredIn } from '#server/search/declared.ts'
import { textsAt } from '#server/search/path.ts'

/** What a message is found by: each hash under the label beside it. */
export type SearchValues = { hashes: string[]; labels: string[] }

/**
 * What a payload has at the paths that its event type declares; null: nothing. The payload is parsed only when it declares any, and one that
 * is not JSON has none.
 */
export async function searchValuesOf(environmentId: string, eventType: string, payload: Buffer): Promise<SearchValues | null> {
  const { hash, paths } = await declaredIn(environmentId)
  const declared = paths.get(eventType)
  if (!declared || hash === null) return null
  const content = parse(payload.toString())
  const values: SearchValues = { hashes: [], labels: [] }
  for (const { label, steps } of declared)
    for (const text of textsAt(content, steps)) {
      values.hashes.push(hash(text))
      values.labels.push(label)
    }
  return values.labels.length === 0 ? null : values
}

/** Integers beyond 2^53, which ids often are, are taken as they were written. */
function parse(text: string): unknown {
  try {
    return longInteger.test(text) ? JSON.parse(text, exactly) : JSON.parse(text)
  } catch {
    return null
  }
}

const longInteger = /\d{16}/
const exactly = ((_name: string, value: unknown, { source }: { source: string }) =>
  typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value) ? source : value) as (
  name: string,
  value: unknown,
) => unknown
