import { masked } from '#server/attempts/masked.ts'

/** Members whose values are secrets, or hold some: of Posthorn's own requests (signing secrets, custom headers), and of payloads. */
const secretNames =
  /^(?:key|headers|cookies?|auth|authorization|signature|pin|cvc|cvv2?|otp|iban|ssn|variables|.*(?:secret|passw(?:or)?d|passphrase|token|credential|api[-_]?key|private[-_]?key|access[-_]?key|card[-_]?number).*)$/i

/** What is a secret wherever it stands: signing secrets, our own tokens and those of others, keys in PEM, user and password of a URL. */
const secretShapes = new RegExp(
  [
    /\bwhs(?:ec|k)1?_[\w+/=-]*/,
    /\bph_[a-z0-9-]{1,32}_\w+/,
    /\bp(?:tok|int|link)_\w+/,
    /\b(?:sk|rk)_(?:live|test)_\w+/,
    /\b(?:gh[pousr]|xox[abprs]|glpat)[_-][\w-]{10,}/,
    /\bAKIA[A-Z0-9]{12,}/,
    /\beyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]*)?/,
    /\b(?:Bearer|Basic) +[\w.~+/=-]{8,}/,
    /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/,
    /(?<=:\/\/)[^\s"/@]*:[^\s"/@]*(?=@|$)/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'g',
)

const memberName = /"((?:[^"\\]|\\.)*)"\s*:\s*/g

/**
 * A text without its secrets. It need not be JSON, and may be cut off anywhere: what is refused often is no JSON, and people look at it to
 * see why. So nothing is parsed: the value after a telling name goes, whatever it is, and what looks like a secret goes everywhere.
 */
export function maskSecrets(text: string): string {
  let shown = ''
  let from = 0
  memberName.lastIndex = 0
  for (let match = memberName.exec(text); match !== null; match = memberName.exec(text)) {
    if (!secretNames.test(decodeName(match[1]!))) continue
    const start = memberName.lastIndex
    const end = endOfValue(text, start)
    const value = text.slice(start, end)
    shown += text.slice(from, start) + (isEmpty.test(value) ? value : `"${masked}"`)
    from = end
    memberName.lastIndex = end
  }
  return (shown + text.slice(from)).replaceAll(quotedMember, maskQuoted).replaceAll(secretShapes, masked)
}

/** A member of JSON that stands in a string: `"{\"password\": \"…`. */
const quotedMember = /(\\"([^"\\]+)\\"\s*:\s*\\")(?:[^"\\]|\\[^"])*/g
const maskQuoted = (member: string, start: string, name: string): string => (secretNames.test(name) ? start + masked : member)

/** Says nothing, and may be why the request was refused. */
const isEmpty = /^(?:|null|true|false|""|\{\s*\}|\[\s*\])$/

/** A name may be spelled with escapes. */
function decodeName(spelled: string): string {
  try {
    return JSON.parse(`"${spelled}"`)
  } catch {
    return spelled
  }
}

/** Where the value that begins here is over: behind its last quote or bracket, or before what ends a number; the end of a text cut off. */
function endOfValue(text: string, start: number): number {
  let depth = 0
  for (let at = start; at < text.length; at++) {
    const sign = text[at]!
    if (sign === '"') {
      at = endOfString(text, at)
      if (depth === 0) return Math.min(at + 1, text.length)
    } else if (sign === '{' || sign === '[') depth++
    else if (sign === '}' || sign === ']') {
      if (depth === 0) return at
      depth--
      if (depth === 0) return at + 1
    } else if (depth === 0 && /[,\s]/.test(sign)) return at
  }
  return text.length
}

/** The place of the quote that closes the one at `start`, or the end. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === '"') return at
  }
  return text.length
}
