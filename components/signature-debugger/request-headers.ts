/** What the headers of a request say about its signature. Null: it is not there. */
export type SignedHeaders = {
  id: string | null
  timestamp: string | null
  signature: string | null
  /** Whose names they have; `webhook` where both are there. */
  family: 'webhook' | 'svix'
  /** Another header that looks like a signature, where there is none of ours. */
  other: string | null
}

const line = /^\s*(?:-H\s+|--header\s+)?["']?([A-Za-z0-9-]+)["']?\s*[:=]\s*["']?(.*?)["']?[\s,;\\]*$/

/** Headers as people have them: lines of a request or of curl, an object in JSON, CGI's names. Names in lower case. */
function readHeaders(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const row of readJson(text) ?? readLines(text)) found.set(plainName(row[0]), row[1])
  return found
}

function readJson(text: string): [string, string][] | null {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null) return null
    return Object.entries(value).map(([name, header]) => [name, String(Array.isArray(header) ? header[0] : header)])
  } catch {
    return null
  }
}

const readLines = (text: string): [string, string][] =>
  text.split(/\r?\n/).flatMap(row => {
    const match = row.match(line)
    return match ? [[match[1]!, match[2]!.trim()] as [string, string]] : []
  })

/** PHP, Ruby and Python's WSGI know `webhook-id` as `HTTP_WEBHOOK_ID`. */
const plainName = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll('_', '-')
    .replace(/^http-/, '')

export function readSigned(text: string): SignedHeaders {
  // The names in CGI's spelling have underscores, which the lines above are not read with.
  const headers = readHeaders(text.replaceAll(/\bHTTP_[A-Z_]+/g, plainName))
  const family = headers.has('webhook-signature') || !headers.has('svix-signature') ? 'webhook' : 'svix'
  const of = (part: string) =>
    headers.get(`${family}-${part}`) || headers.get(`${family === 'webhook' ? 'svix' : 'webhook'}-${part}`) || null
  const signature = of('signature')
  const other = signature === null ? ([...headers.keys()].find(name => /signature|hmac|digest/.test(name)) ?? null) : null
  return { id: of('id'), timestamp: of('timestamp'), signature, family, other }
}
