import { printValue } from '#components/audit/words.ts'
import { plural } from '#components/deliveries/words.ts'
import { writeSchedule } from '#components/endpoints/schedule.ts'
import { type DiffLine, diffLines } from '#components/ui/line-diff.ts'
import type { Difference, FieldDifference } from '#server/environments/comparison-schema.ts'

/** `retrySchedule`: Retry schedule */
export function labelOf(name: string): string {
  const words = name.replaceAll(/[A-Z]/g, letter => ` ${letter.toLowerCase()}`)
  return words.charAt(0).toUpperCase() + words.slice(1)
}

export const nameOf = ({ kind, name }: Difference): string => (kind === 'setting' ? labelOf(name) : name)

export const keyOf = ({ kind, name }: Difference): string => `${kind} ${name}`

/** A value in one line or several, in the words of the forms. */
function print(name: string, value: unknown): string {
  if (name === 'retrySchedule') return Array.isArray(value) ? writeSchedule(value as number[]) : 'the default'
  if (typeof value === 'boolean') return value ? 'on' : 'off'
  return printValue(value)
}

const linesOf = (name: string, value: unknown): string[] => (value === undefined ? [] : print(name, value).split('\n'))

/** What would go and what would come, line by line. */
export const linesOfField = ({ name, here, there }: FieldDifference): DiffLine[] => diffLines(linesOf(name, here), linesOf(name, there))

/** In one line: of a setting its two values, of an event type what differs. */
export function summarize({ kind, where, fields }: Difference): string {
  const [field] = fields
  if (kind === 'setting' && field) return `${print(field.name, field.here)} → ${print(field.name, field.there)}`
  if (where === 'both') return fields.map(({ name }) => labelOf(name).toLowerCase()).join(', ')
  const description = fields.find(({ name }) => name === 'description')
  return String(description?.there ?? description?.here ?? '')
}

/** `add 2 event types, change 1 event type and 3 settings` */
export function describeTaking(differences: readonly Difference[]): string {
  const count = (kind: Difference['kind'], where: Difference['where']) =>
    differences.filter(difference => difference.kind === kind && difference.where === where).length
  const added = count('eventType', 'there')
  const changes = [
    { count: count('eventType', 'both'), word: 'event type' },
    { count: count('setting', 'both'), word: 'setting' },
  ].filter(part => part.count > 0)
  const parts = [
    added > 0 ? `add ${plural(added, 'event type')}` : '',
    changes.length > 0 ? `change ${changes.map(part => plural(part.count, part.word)).join(' and ')}` : '',
  ]
  return parts.filter(Boolean).join(', ')
}

export const capitalize = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
