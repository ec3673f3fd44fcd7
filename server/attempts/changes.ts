import type { ErrorClass } from '#server/attempts/error-class.ts'
import { isTelling } from '#server/attempts/volatile-headers.ts'
import type { HeaderPair } from '#server/messages/detail-schema.ts'

/** What an attempt bears witness to. `headers`: of the answer; null: there was none. */
export type Witness = {
  at: Date
  status: number | null
  error: ErrorClass | null
  headers: HeaderPair[] | null
  address: string | null
  /** Of the endpoint's settings. */
  revision: number
}

/** One thing that was another before. `name`: of a header. `was`, `is` null: it was not there. */
export type Change = { what: string; name: string | null; was: string | null; is: string | null }

const maxChanges = 4

/** What of the receiver, or of the endpoint's own settings, differs between two attempts: the likeliest culprit first. */
export function changesBetween(before: Witness, after: Witness): Change[] {
  const changes: Change[] = []
  if (before.revision !== after.revision)
    changes.push({ what: 'Settings of the endpoint, revision', name: null, was: String(before.revision), is: String(after.revision) })
  if (before.headers && after.headers) changes.push(...headerChanges(before.headers, after.headers))
  if (before.address && after.address && before.address !== after.address)
    changes.push({ what: 'Address', name: null, was: before.address, is: after.address })
  return changes.slice(0, maxChanges)
}

function headerChanges(before: HeaderPair[], after: HeaderPair[]): Change[] {
  const [was, is] = [valuesOf(before), valuesOf(after)]
  return [...new Set([...is.keys(), ...was.keys()])]
    .filter(name => isTelling(name) && was.get(name) !== is.get(name))
    .map(name => ({ what: 'Response header', name, was: was.get(name) ?? null, is: is.get(name) ?? null }))
}

function valuesOf(headers: HeaderPair[]): Map<string, string> {
  const values = new Map<string, string>()
  for (const [name, value] of headers) values.set(name, values.has(name) ? `${values.get(name)}, ${value}` : value)
  return values
}
