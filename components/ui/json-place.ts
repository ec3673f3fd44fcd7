/** Where things stand in a JSON text that somebody is writing. */
const token = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g

type Level = { array: boolean; step: string; expectsName: boolean }

/** Position of the member at a path, or of the nearest one around it. The text must be JSON. */
export function offsetOf(text: string, path: readonly (string | number)[]): number {
  const wanted = path.map(String)
  const levels: Level[] = []
  let best = 0
  let bestDepth = 0
  const visit = (offset: number) => {
    const depth = levels.length
    if (depth <= bestDepth || depth > wanted.length || !levels.every(({ step }, index) => step === wanted[index])) return
    best = offset
    bestDepth = depth
  }
  for (const { 0: part, index } of text.matchAll(token)) {
    const level = levels.at(-1)
    if (part === '}' || part === ']') levels.pop()
    else if (part === ',' && level) {
      if (level.array) level.step = String(Number(level.step) + 1)
      else level.expectsName = true
    } else if (level?.expectsName && part.startsWith('"')) {
      level.step = JSON.parse(part) as string
      level.expectsName = false
      visit(index)
    } else if (part !== ':') {
      if (level?.array) visit(index)
      if (part === '{' || part === '[') levels.push({ array: part === '[', step: part === '[' ? '0' : '', expectsName: part === '{' })
    }
    if (bestDepth === wanted.length) break
  }
  return best
}

/** Lines are counted from 1. */
export const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length

/** Where a text stops being JSON, and why; null when it is JSON. */
export function syntaxFault(text: string): { line: number; message: string } | null {
  try {
    JSON.parse(text)
    return null
  } catch (error) {
    const { message } = error as Error
    const line = /line (\d+)/.exec(message)?.[1]
    const position = /position (\d+)/.exec(message)?.[1]
    // "Unexpected end of JSON input" names no place: it is the end.
    const at = position === undefined ? text.trimEnd().length : Number(position)
    return {
      line: line === undefined ? lineAt(text, at) : Number(line),
      message: message.replace(/ (in JSON )?at (position|line) .*$/s, ''),
    }
  }
}
