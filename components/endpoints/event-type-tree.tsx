'use client'
import { Search } from 'lucide-react'
import { useState } from 'react'
import { Checkbox } from '#components/ui/checkbox.tsx'

type EventTypeChoice = { name: string; description: string }

type EventTypeTreeProps = {
  catalogue: readonly EventTypeChoice[]
  chosen: readonly string[]
  error?: string | null
  onChange: (chosen: string[]) => void
}

/** `payment` of `payment.succeeded`: what comes before the last dot. */
const groupOf = (name: string): string => (name.includes('.') ? name.slice(0, name.lastIndexOf('.')) : name)

/** The catalogue by prefix; a prefix chooses all below it. Nothing chosen means all, those of the future too. */
export function EventTypeTree({ catalogue, chosen, error, onChange }: EventTypeTreeProps) {
  const [text, setText] = useState('')
  const wanted = text.trim().toLowerCase()
  // What is subscribed to and no longer in the catalogue can still be seen and taken off.
  const gone = chosen
    .filter(name => !catalogue.some(type => type.name === name))
    .map(name => ({ name, description: 'no longer in the catalogue' }))
  const shown = [...catalogue, ...gone].filter(
    ({ name, description }) => name.toLowerCase().includes(wanted) || description.toLowerCase().includes(wanted),
  )
  const groups = [...Map.groupBy(shown, ({ name }) => groupOf(name))]
  const toggle = (names: string[], on: boolean) =>
    onChange(on ? [...new Set([...chosen, ...names])] : chosen.filter(name => !names.includes(name)))
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 font-medium">Event types</legend>
      <div className="rounded-md border border-line-control bg-surface">
        <div className="flex items-center gap-2 border-b border-line px-2.5">
          <Search className="icon text-muted" aria-hidden />
          <input
            aria-label="Search event types"
            placeholder="Search event types"
            value={text}
            onChange={event => setText(event.target.value)}
            onKeyDown={event => event.key === 'Enter' && event.preventDefault()}
            className="h-9 min-w-0 flex-1 bg-transparent focus-visible:outline-none max-card:h-(--size-control)"
          />
        </div>
        <ul className="max-h-72 overflow-y-auto p-1.5">
          {groups.map(([group, types]) => (
            <Group key={group} group={group} types={types} chosen={chosen} onToggle={toggle} />
          ))}
          {shown.length === 0 && (
            <li className="px-2 py-1.5 text-muted">
              {catalogue.length === 0 ? 'The catalogue is empty: the endpoint gets every message.' : 'No event type matches.'}
            </li>
          )}
        </ul>
      </div>
      <p className={error ? 'mt-1 text-sm text-failed-ink' : 'mt-1 text-sm text-muted'}>
        {error ?? (chosen.length === 0 ? 'None chosen: it gets all, those of the future too.' : `${chosen.length} chosen.`)}
      </p>
    </fieldset>
  )
}

type GroupProps = {
  group: string
  types: readonly EventTypeChoice[]
  chosen: readonly string[]
  onToggle: (names: string[], on: boolean) => void
}

function Group({ group, types, chosen, onToggle }: GroupProps) {
  const names = types.map(({ name }) => name)
  const count = names.filter(name => chosen.includes(name)).length
  const alone = types.length === 1 && names[0] === group
  return (
    <li>
      {!alone && (
        <Choice
          label={`${group}.*`}
          note={`${count} of ${names.length}`}
          checked={count === names.length || (count > 0 && 'some')}
          onToggle={on => onToggle(names, on)}
        />
      )}
      <ul className={alone ? undefined : 'pl-6'}>
        {types.map(({ name, description }) => (
          <li key={name}>
            <Choice
              label={name}
              note={description === name ? '' : description}
              checked={chosen.includes(name)}
              onToggle={on => onToggle([name], on)}
            />
          </li>
        ))}
      </ul>
    </li>
  )
}

type ChoiceProps = { label: string; note: string; checked: boolean | 'some'; onToggle: (on: boolean) => void }

function Choice({ label, note, checked, onToggle }: ChoiceProps) {
  return (
    <Checkbox checked={checked} onChange={onToggle}>
      <span className="whitespace-nowrap">{label}</span>
      <span className="min-w-0 truncate text-sm text-muted">{note}</span>
    </Checkbox>
  )
}
