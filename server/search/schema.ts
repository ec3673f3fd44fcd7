import { z } from 'zod'
import { maxSearchPaths, parsePath } from '#server/search/path.ts'

const label = z
  .string()
  .regex(/^[a-zA-Z0-9\-_]{1,32}$/, 'may hold up to 32 letters, digits and - _ only')
  .meta({ description: 'What the value is called: a search for `order:7890` finds it under the label `order`.' })
const path = z
  .string()
  .max(256)
  .refine(text => parsePath(text) !== null, 'is no path such as data.order.id, items[0].sku or items[*].sku')
  .meta({ description: 'Names with dots between them; `[0]` is one element of a list, `[*]` each of its first 20.' })

export const SearchPath = z.object({ label, path }).meta({ id: 'SearchPath' })
export type SearchPath = z.infer<typeof SearchPath>

const checkLabels = ({ value: paths, issues }: z.core.ParsePayload<SearchPath[]>) => {
  for (const [index, { label }] of paths.entries())
    if (paths.findIndex(other => other.label === label) < index)
      issues.push({ code: 'custom', message: 'is given twice', path: [index, 'label'], input: paths })
}

export const SearchPaths = z.array(SearchPath).max(maxSearchPaths).check(checkLabels).meta({
  description:
    'Values of the payload that messages of this event type are found by, up to five. They are read when a message is accepted. A PUT that leaves them out keeps them.',
})

/** What a list of messages is narrowed by. */
export const searchedValue = z.string().trim().min(1).max(300)
