import type { Place } from '#components/palette/looks.ts'
import type { Slugs } from '#components/shell/paths.ts'

const most = 5
const prefix = 'posthorn-recent/'
const keyOf = ({ organization, environment }: Slugs) => `${prefix}${organization}/${environment}`

/** Null where the browser is told to keep nothing. */
function storage(): Storage | null {
  try {
    return window.localStorage
  } catch {
    return null
  }
}

const isPlace = ({ word, note, href }: Place): boolean =>
  [word, note, href].every(text => typeof text === 'string') && /^\/(?!\/)/.test(href)

/** What was opened by the palette, last first, kept in this browser for each environment. What can't be understood is left out. */
export function readRecent(slugs: Slugs): Place[] {
  try {
    return JSON.parse(storage()?.getItem(keyOf(slugs)) ?? '[]').filter(isPlace)
  } catch {
    return []
  }
}

export function rememberRecent(slugs: Slugs, opened: Place): void {
  const others = readRecent(slugs).filter(({ href }) => href !== opened.href)
  storage()?.setItem(keyOf(slugs), JSON.stringify([opened, ...others].slice(0, most)))
}

/** Who signs in next begins with nothing. */
export function forgetRecent(): void {
  const kept = storage() ?? {}
  for (const key of Object.keys(kept)) if (key.startsWith(prefix)) storage()?.removeItem(key)
}
