/** Of an event type. */
export const maxSearchPaths = 5

/** Where in a payload a value is: `data.order.id`, `items[0].sku`, and `items[*].sku` for each. Client-safe: the editor shows what a path finds. */
export type Step = string | number | typeof each
const each = Symbol('each element')

/** Of one path in one message, and of each step on the way: a list of any length must not make a message expensive. */
const maxValues = 20
const maxSteps = 16
/** In characters. Nobody searches for a longer one. */
const maxValueLength = 256

const form = /^[^.[\]\s]+(?:\.[^.[\]\s]+|\[(?:\d{1,4}|\*)\])*$/
const step = /\[(\d+|\*)\]|[^.[\]]+/g

/** Null when it is no path. A name that holds a dot, a bracket or a space can't be written. */
export function parsePath(text: string): Step[] | null {
  if (!form.test(text)) return null
  const steps = [...text.matchAll(step)].map(([name, index]): Step => (index === undefined ? name : index === '*' ? each : Number(index)))
  return steps.length > maxSteps ? null : steps
}

/** What a payload has at a path, as it can be searched for: texts, numbers and booleans; each once. */
export function textsAt(payload: unknown, path: readonly Step[]): string[] {
  let found: unknown[] = [payload]
  for (const step of path) found = found.flatMap(value => within(value, step)).slice(0, maxValues)
  return [...new Set(found.map(toText).filter(text => text !== ''))]
}

function within(value: unknown, step: Step): unknown[] {
  if (typeof value !== 'object' || value === null) return []
  if (step === each) return Array.isArray(value) ? value.slice(0, maxValues) : []
  if (Array.isArray(value) !== (typeof step === 'number')) return []
  return Object.hasOwn(value, step) ? [(value as Record<string | number, unknown>)[step]] : []
}

/** Empty: nothing that is searched for. */
function toText(value: unknown): string {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return typeof value === 'string' && value.length <= maxValueLength ? normalize(value) : ''
}

/** Texts that look the same are the same. Case matters. */
export const normalize = (text: string): string => text.trim().normalize('NFC')
