/**
 * The token that opens a portal. It comes in the fragment, which browsers send to nobody, and is kept in memory, and in the tab's storage
 * where the browser allows that in a frame: never in a cookie, a query or a log.
 */
const inFragment = /\b(token|once)=(ptok_[0-9A-Za-z]{32})/

export type Brought = { token: string; once: boolean /** A path inside the portal to begin at. */; next: string | null }

/** What an address brought; null: it has no token. Hosts append parameters as text, so they may stand behind the token as well. */
export function readAddress({ hash, search }: Pick<Location, 'hash' | 'search'>): Brought | null {
  const found = inFragment.exec(hash)
  if (!found) return null
  const behind = hash.slice(found.index + found[0].length).replace(/^[?&]/, '')
  const next = new URLSearchParams(search).get('next') ?? new URLSearchParams(behind).get('next')
  return { token: found[2]!, once: found[1] === 'once', next }
}

/** The address of a path inside the portal; null: it leads out of it. */
export function addressInside(home: string, path: string): string | null {
  const { pathname, search } = new URL(home + path, 'http://portal.invalid')
  return pathname.startsWith(`${home}/`) ? pathname + search : null
}

const keyOf = (environment: string): string => `posthorn.portal.${environment}`

/** A frame may be forbidden to keep anything: then the token lives as long as the page. */
export function keepToken(environment: string, token: string | null): void {
  try {
    if (token === null) sessionStorage.removeItem(keyOf(environment))
    else sessionStorage.setItem(keyOf(environment), token)
  } catch {}
}

export function keptToken(environment: string): string | null {
  try {
    return sessionStorage.getItem(keyOf(environment))
  } catch {
    return null
  }
}

/** The lasting token for one that works once; null: it was used before, or has ended. @throws when the server can't be reached */
export async function exchangeToken(token: string): Promise<string | null> {
  const response = await fetch('/api/v1/auth/one-time-token', { method: 'POST', headers: { authorization: `Bearer ${token}` } })
  if (response.status === 401) return null
  if (!response.ok) throw new Error(`The link could not be exchanged: ${response.status}`)
  return ((await response.json()) as { token: string }).token
}
