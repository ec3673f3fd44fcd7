/** How a program may have written JSON anew that it had read. */
export type JsonChange = 'whitespace' | 'key-order' | 'escapes' | 'numbers'
type JsonForm = { text: string; changes: JsonChange[] }

type Node =
  | { kind: 'object'; members: { name: string; value: Node }[] }
  | { kind: 'array'; items: Node[] }
  | { kind: 'token'; text: string }

const token = /"(?:[^"\\]|\\.)*"|[{}[\]:,]|[^\s{}[\]:,"]+/g

/** The tree of a text with its tokens as they are spelled: a parser would lose digits and escapes. Null: it is no JSON. */
function readTree(text: string): Node | null {
  try {
    JSON.parse(text)
  } catch {
    return null
  }
  const tokens = text.match(token) ?? []
  let at = 0
  const read = (): Node => {
    const first = tokens[at++]!
    if (first !== '{' && first !== '[') return { kind: 'token', text: first }
    const end = first === '{' ? '}' : ']'
    const members: { name: string; value: Node }[] = []
    while (tokens[at] !== end) {
      if (tokens[at] === ',') at++
      const name = first === '{' ? tokens[at]! : ''
      if (first === '{') at += 2
      members.push({ name, value: read() })
    }
    at++
    return first === '{' ? { kind: 'object', members } : { kind: 'array', items: members.map(({ value }) => value) }
  }
  return read()
}

type Layout = { comma: string; colon: string; indent: string }
const compact: Layout = { comma: ',', colon: ':', indent: '' }
/** JavaScript and most others; Python; pretty-printed with two spaces, four, a tab. */
const layouts: readonly Layout[] = [
  compact,
  { comma: ', ', colon: ': ', indent: '' },
  ...['  ', '    ', '\t'].map(indent => ({ comma: ',', colon: ': ', indent })),
]

type Spell = (text: string) => string
const asIs: Spell = text => text
const isString = (text: string) => text.startsWith('"')
const unicode = (sign: string) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`
const anew = (text: string): string => (isString(text) ? JSON.stringify(JSON.parse(text)) : text)
const ascii: Spell = text => anew(text).replaceAll(/[\u007f-\uffff]/g, unicode)
const slashes =
  (spell: Spell): Spell =>
  text =>
    isString(text) ? spell(text).replaceAll('/', '\\/') : text
/** As they are; JavaScript; Python; PHP with and without its flag for Unicode; Go. */
const spellings: readonly Spell[] = [
  asIs,
  anew,
  ascii,
  slashes(ascii),
  slashes(anew),
  text => anew(text).replaceAll(/[<>&\u2028\u2029]/g, unicode),
]

/** A number as a double prints it: 1.0 becomes 1, and of 20 digits 17 remain. */
const asDouble = (text: string): string => (/^-?\d/.test(text) ? String(Number(text)) : text)

type Style = { layout: Layout; spell: Spell; sorted: boolean; doubles: boolean }

function print(node: Node, style: Style, depth = 0): string {
  const { layout, spell, sorted, doubles } = style
  if (node.kind === 'token') return doubles ? asDouble(spell(node.text)) : spell(node.text)
  const [open, close] = node.kind === 'object' ? ['{', '}'] : ['[', ']']
  const parts =
    node.kind === 'array'
      ? node.items.map(item => print(item, style, depth + 1))
      : (sorted ? node.members.toSorted((a, b) => (a.name < b.name ? -1 : 1)) : node.members).map(
          ({ name, value }) => spell(name) + layout.colon + print(value, style, depth + 1),
        )
  if (parts.length === 0) return open + close
  if (layout.indent === '') return open + parts.join(layout.comma) + close
  const line = `\n${layout.indent.repeat(depth + 1)}`
  return `${open}${line}${parts.join(layout.comma + line)}\n${layout.indent.repeat(depth)}${close}`
}

const plain: Style = { layout: compact, spell: asIs, sorted: false, doubles: false }

/** The forms in which programs write a JSON text anew, the nearest to the text first; those that are the text itself are left out. */
export function jsonForms(text: string): JsonForm[] {
  const tree = readTree(text)
  if (tree === null) return []
  const base = print(tree, plain)
  const forms = new Map<string, JsonForm>()
  for (const doubles of [false, true])
    for (const sorted of [false, true])
      for (const spell of spellings)
        for (const layout of layouts) {
          const form = print(tree, { layout, spell, sorted, doubles })
          if (form === text || forms.has(form)) continue
          const changes: JsonChange[] = []
          if (print(tree, { ...plain, layout }) !== text) changes.push('whitespace')
          if (print(tree, { ...plain, sorted }) !== base) changes.push('key-order')
          if (print(tree, { ...plain, spell }) !== base) changes.push('escapes')
          if (print(tree, { ...plain, doubles }) !== base) changes.push('numbers')
          forms.set(form, { text: form, changes })
        }
  return [...forms.values()].toSorted((a, b) => a.changes.length - b.changes.length)
}

/** What was changed between two texts of the same JSON; null: the content itself differs, or one is no JSON. */
export function compareJson(before: string, after: string): JsonChange[] | null {
  const [was, is] = [readTree(before), readTree(after)]
  if (was === null || is === null) return null
  const same = (style: Partial<Style>) => print(was, { ...plain, ...style }) === print(is, { ...plain, ...style })
  const loosened: { change: JsonChange; style: Partial<Style> }[] = [
    { change: 'key-order', style: { sorted: true } },
    { change: 'escapes', style: { spell: anew } },
    { change: 'numbers', style: { doubles: true } },
  ]
  const all = Object.assign({}, ...loosened.map(({ style }) => style)) as Partial<Style>
  if (!same(all)) return null
  // What can't be left strict without a difference was changed.
  const strictOn: Record<string, Partial<Style>> = { 'key-order': { sorted: false }, escapes: { spell: asIs }, numbers: { doubles: false } }
  const changes = loosened.map(({ change }) => change).filter(change => !same({ ...all, ...strictOn[change] }))
  const layoutOf = (text: string) =>
    text
      .match(/"(?:[^"\\]|\\.)*"|\s+/g)
      ?.filter(part => !isString(part))
      .join('|') ?? ''
  return layoutOf(before) === layoutOf(after) ? changes : ['whitespace', ...changes]
}
