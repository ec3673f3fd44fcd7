/** How a language writes values down. */
export type Syntax = {
  indent: string
  text: (value: string) => string
  time: (value: Date) => string
  words: { true: string; false: string; null: string }
  list: { open: string; close: string }
  map: { open: string; close: string; key: (name: string) => string }
  /** Whether a comma may, and so does, stand after the last member of what is written over several lines. */
  trailingComma: boolean
}

const maxLine = 80
const isTime = (text: string): boolean => /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text)

/** The value as source code; on one line where it fits there. */
export function literal(syntax: Syntax, value: unknown, depth = 0): string {
  if (typeof value === 'string') return isTime(value) ? syntax.time(new Date(value)) : syntax.text(value)
  if (typeof value === 'number') return String(value)
  if (typeof value !== 'object' || value === null) return syntax.words[String(value) as 'true' | 'false' | 'null']
  const members = Array.isArray(value)
    ? value.map(item => literal(syntax, item, depth + 1))
    : Object.entries(value).map(([name, member]) => `${syntax.map.key(name)}${literal(syntax, member, depth + 1)}`)
  return enclose(syntax, Array.isArray(value) ? syntax.list : syntax.map, members, depth)
}

/** Members between what opens and closes them. */
export function enclose(syntax: Syntax, { open, close }: { open: string; close: string }, members: string[], depth: number): string {
  const line = `${open}${members.join(', ')}${close}`
  if (members.length === 0) return `${open}${close}`.replaceAll(' ', '')
  if (line.length + depth * syntax.indent.length <= maxLine && !line.includes('\n')) return line
  const inner = syntax.indent.repeat(depth + 1)
  const end = syntax.trailingComma ? ',' : ''
  return `${open.trimEnd()}\n${members.map(member => inner + member).join(',\n')}${end}\n${syntax.indent.repeat(depth)}${close.trimStart()}`
}
