'use client'
import { ChevronRight } from 'lucide-react'
import { useId, useState } from 'react'
import { keyOf, labelOf, linesOfField, nameOf, summarize } from '#components/settings/difference-words.ts'
import { Button } from '#components/ui/button.tsx'
import { Checkbox } from '#components/ui/checkbox.tsx'
import { classNames } from '#components/ui/class-names.ts'
import { DiffView } from '#components/ui/diff-view.tsx'
import { formatCount } from '#components/ui/format.ts'
import type { Difference } from '#server/environments/comparison-schema.ts'

type DifferenceGroup = { title: string; differences: readonly Difference[] }

type Choice = {
  has: (difference: Difference) => boolean
  toggle: (difference: Difference) => void
  may: (difference: Difference) => boolean
}

type DifferenceListProps = {
  label: string
  groups: readonly DifferenceGroup[]
  /** Which rows may be chosen and are; without it none. */
  choice?: Choice
}

/** As many rows of a group as are drawn at once. */
const drawnAtOnce = 100

/** What differs, by group; each row opens to its fields, line by line. */
export function DifferenceList({ label, groups, choice }: DifferenceListProps) {
  return (
    <section aria-label={label}>
      {groups
        .filter(({ differences }) => differences.length > 0)
        .map(group => (
          <Group key={group.title} group={group} choice={choice} />
        ))}
    </section>
  )
}

function Group({ group, choice }: { group: DifferenceGroup; choice: Choice | undefined }) {
  const [drawn, setDrawn] = useState(drawnAtOnce)
  const { title, differences } = group
  return (
    <div className="border-t border-line first:border-t-0">
      <h3 className="flex min-h-8 items-center gap-2 bg-sunken px-4 text-sm font-medium">
        {title}
        <span className="font-normal text-muted tabular-nums">{formatCount(differences.length)}</span>
      </h3>
      <ul>
        {differences.slice(0, drawn).map(difference => (
          <Row key={keyOf(difference)} difference={difference} choice={choice} />
        ))}
      </ul>
      {differences.length > drawn && (
        <div className="border-t border-line px-4 py-2">
          <Button variant="quiet" onClick={() => setDrawn(drawn + drawnAtOnce)}>
            Show {Math.min(drawnAtOnce, differences.length - drawn)} more
          </Button>
        </div>
      )}
    </div>
  )
}

function Row({ difference, choice }: { difference: Difference; choice: Choice | undefined }) {
  const id = useId()
  const [open, setOpen] = useState(false)
  const name = nameOf(difference)
  return (
    <li className="border-t border-line">
      <div className="flex items-start gap-1 px-4 hover:bg-hover">
        {choice && (
          <span className="grid min-h-(--size-row) w-7 flex-none place-items-center">
            {choice.may(difference) && (
              <Checkbox label={`Take over ${name}`} checked={choice.has(difference)} onChange={() => choice.toggle(difference)} />
            )}
          </span>
        )}
        <button
          type="button"
          aria-expanded={open}
          aria-controls={id}
          onClick={() => setOpen(!open)}
          className="flex min-h-(--size-row) min-w-0 flex-1 items-start gap-2 rounded-sm py-2 text-left"
        >
          <ChevronRight
            className={classNames('icon mt-0.5 flex-none text-mark transition-transform duration-(--duration-fast)', open && 'rotate-90')}
            aria-hidden
          />
          <span className="flex min-w-0 flex-1 flex-wrap gap-x-3">
            <span className="font-medium wrap-anywhere">{name}</span>
            <span className="min-w-0 flex-1 truncate text-muted max-card:w-full max-card:flex-none">{summarize(difference)}</span>
          </span>
        </button>
      </div>
      <div id={id} hidden={!open} className={classNames('pt-1 pr-4 pb-4', choice ? 'pl-18 max-card:pl-4' : 'pl-10 max-card:pl-4')}>
        {open && <Fields difference={difference} />}
      </div>
    </li>
  )
}

function Fields({ difference }: { difference: Difference }) {
  return (
    <dl className="grid gap-3">
      {difference.fields
        .filter(({ name }) => name !== 'name')
        .map(field => (
          <div key={field.name} className="grid min-w-0 gap-1">
            <dt className={difference.kind === 'setting' ? 'sr-only' : 'text-sm text-muted'}>{labelOf(field.name)}</dt>
            <dd className="min-w-0">
              <DiffView
                label={`${labelOf(field.name)} of ${nameOf(difference)}`}
                lines={linesOfField(field)}
                words={{ '−': 'here', '+': 'there' }}
              />
            </dd>
          </div>
        ))}
    </dl>
  )
}
