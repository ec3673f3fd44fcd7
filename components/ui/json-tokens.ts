/**
 * Lays JSON out without parsing it: numbers beyond 2^53, repeated keys and escapes stay exactly as they were posted.
 * `dim` is what frames the values: brackets, commas and keys.
 */
export type JsonToken = { text: string; dim: boolean }

const token = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g

/** Null when the text is not JSON. */
export function layOutJson(text: string): JsonToken[] | null {
  try {
    JSON.parse(text)
  } catch {
    return null
  }
  const parts = text.match(token) ?? []
  const tokens: JsonToken[] = []
  let depth = 0
  const newLine = () => `\n${'  '.repeat(depth)}`
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i] as string
    const next = parts[i + 1]
    if ((part === '{' && next === '}') || (part === '[' && next === ']')) {
      tokens.push({ text: part + next, dim: true })
      i++
    } else if (part === '{' || part === '[') {
      depth++
      tokens.push({ text: part + newLine(), dim: true })
    } else if (part === '}' || part === ']') {
      depth--
      tokens.push({ text: newLine() + part, dim: true })
    } else if (part === ',') tokens.push({ text: `,${newLine()}`, dim: true })
    else if (part === ':') tokens.push({ text: ': ', dim: true })
    else tokens.push({ text: part, dim: next === ':' })
  }
  return merge(tokens)
}

const written = /"(?:[^"\\\n]|\\.)*"?|[{}[\],:]|[^"{}[\],:]+/g

/** Text as it is being written, JSON or not yet: every character stays where it is. */
export function colourJson(text: string): JsonToken[] {
  const parts = text.match(written) ?? []
  const isKey = (index: number) =>
    parts[index]?.startsWith('"') && (parts[index + 1] === ':' || (/^\s+$/.test(parts[index + 1] ?? '') && parts[index + 2] === ':'))
  return merge(parts.map((part, index) => ({ text: part, dim: /^[{}[\],:]$/.test(part) || isKey(index) === true })))
}

/** Neighbours of one kind become one element: a third of the nodes on the page. */
function merge(tokens: JsonToken[]): JsonToken[] {
  const merged: JsonToken[] = []
  for (const token of tokens) {
    const last = merged.at(-1)
    if (last?.dim === token.dim) last.text += token.text
    else merged.push({ ...token })
  }
  return merged
}
