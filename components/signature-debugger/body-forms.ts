import { compareJson, type JsonChange, jsonForms } from '#components/signature-debugger/json-forms.ts'

/** What may happen to a body before it is hashed. */
export type BodyChange = 'newline-added' | 'newline-removed' | 'line-endings' | 'spaces-around' | 'byte-order-mark' | JsonChange
type BodyForm = { text: string; changes: BodyChange[] }

const bom = '\ufeff'

const edits: { change: BodyChange; edit: (text: string) => string }[] = [
  { change: 'newline-added', edit: text => `${text}\n` },
  { change: 'newline-added', edit: text => `${text}\r\n` },
  { change: 'newline-removed', edit: text => text.replace(/\r?\n$/, '') },
  { change: 'line-endings', edit: text => text.replaceAll(/\r?\n/g, '\r\n') },
  { change: 'line-endings', edit: text => text.replaceAll('\r\n', '\n') },
  { change: 'byte-order-mark', edit: text => bom + text },
  { change: 'byte-order-mark', edit: text => text.replace(/^\ufeff/, '') },
  { change: 'spaces-around', edit: text => text.trim() },
]

/** What a body may have become, or have been before, by one step or by being written anew; the likeliest first. */
export function bodyForms(text: string): BodyForm[] {
  const edited = edits.map(({ change, edit }) => ({ text: edit(text), changes: [change] }))
  const printed = jsonForms(text).flatMap(({ text, changes }): BodyForm[] => [
    { text, changes },
    { text: `${text}\n`, changes: [...changes, 'newline-added'] },
  ])
  return [...edited, ...printed].filter(form => form.text !== text)
}

/** What was done to the body that was sent, to make of it the one that code has seen; null: it is another body. */
export function compareBodies(sent: string, seen: string): BodyChange[] | null {
  if (sent === seen) return []
  const edited = edits.find(({ edit }) => edit(sent) === seen)
  return edited ? [edited.change] : compareJson(sent.replace(bom, ''), seen.replace(bom, ''))
}

/** The change seen from the other side. */
const opposites: Partial<Record<BodyChange, BodyChange>> = { 'newline-added': 'newline-removed', 'newline-removed': 'newline-added' }
export const reversed = (changes: readonly BodyChange[]): BodyChange[] => changes.map(change => opposites[change] ?? change)
