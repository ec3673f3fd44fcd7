'use client'
import { useState } from 'react'
import { type FilterKind, FilterMenu, toggle } from '#components/filters/filter-menu.tsx'
import { ApplicationPicker, EndpointPicker, EventTypePicker } from '#components/filters/pickers.tsx'
import type { Draft } from '#components/replays/draft.ts'
import { FilterChips } from '#components/replays/filter-chips.tsx'
import { stateWords } from '#components/replays/words.ts'
import { useMerchant } from '#components/shell/place.tsx'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { Picker } from '#components/ui/picker.tsx'
import { type ReplayableState, replayableStates } from '#server/replays/replayable-states.ts'
import type { NamedTarget } from '#server/replays/view-schema.ts'

type DraftFilterProps = { draft: Draft; target: NamedTarget; onChange: (draft: Draft) => void }

const without = {
  endpoint: { endpoint: null },
  application: { application: null },
  eventTypes: { eventTypes: [] },
  accepted: { since: null, until: null },
} satisfies Record<string, Partial<Draft>>

/** What to send again: chips for what is chosen, and a menu for more. */
export function DraftFilter({ draft, target, onChange }: DraftFilterProps) {
  const change = (part: Partial<Draft>) => onChange({ ...draft, ...part })
  const merchant = useMerchant()
  const kinds: FilterKind[] = [
    {
      word: 'Endpoint',
      picker: () => (
        <EndpointPicker
          chosen={draft.endpoint === null ? [] : [draft.endpoint]}
          onToggle={id => change({ endpoint: id === draft.endpoint ? null : id, application: null })}
        />
      ),
    },
    ...(merchant
      ? []
      : [
          {
            word: 'Application',
            picker: () => (
              <ApplicationPicker
                chosen={draft.application === null ? [] : [draft.application]}
                onToggle={id => change({ application: id === draft.application ? null : id, endpoint: null })}
              />
            ),
          },
        ]),
    { word: 'State', picker: () => <StatePicker states={draft.states} onChange={states => change({ states })} /> },
    {
      word: 'Event type',
      picker: () => (
        <EventTypePicker chosen={draft.eventTypes} onToggle={eventType => change({ eventTypes: toggle(draft.eventTypes, eventType) })} />
      ),
    },
    { word: 'Accepted', picker: () => <AcceptedForm draft={draft} onApply={change} /> },
  ]
  return (
    <div className="flex flex-wrap items-center gap-2">
      <FilterChips target={target} filter={draft} onRemove={part => change(without[part])} />
      <FilterMenu kinds={kinds} />
    </div>
  )
}

/** The last one stays: a replay of nothing is none. */
function StatePicker({ states, onChange }: { states: ReplayableState[]; onChange: (states: ReplayableState[]) => void }) {
  return (
    <Picker
      label="State"
      options={replayableStates.map(value => ({ value, word: stateWords[value] }))}
      chosen={states}
      onToggle={value => {
        const next = toggle(states, value as ReplayableState)
        if (next.length > 0) onChange(next)
      }}
      emptyText="No such state."
    />
  )
}

function AcceptedForm({ draft, onApply }: { draft: Draft; onApply: (part: Pick<Draft, 'since' | 'until'>) => void }) {
  const [since, setSince] = useState(() => localInput(draft.since))
  const [until, setUntil] = useState(() => localInput(draft.until))
  const valid = since === '' || until === '' || new Date(since) < new Date(until)
  return (
    <form
      className="grid w-72 gap-3 p-3"
      onSubmit={event => {
        event.preventDefault()
        if (valid) onApply({ since: timeOf(since), until: timeOf(until) })
      }}
    >
      <Field label="From" type="datetime-local" step={1} value={since} onChange={event => setSince(event.target.value)} />
      <Field
        label="To"
        type="datetime-local"
        step={1}
        value={until}
        onChange={event => setUntil(event.target.value)}
        hint="In your own time zone; empty: until now."
        error={valid ? null : 'This must be later than the beginning.'}
      />
      <Button type="submit">Apply</Button>
    </form>
  )
}

const timeOf = (text: string): Date | null => (text === '' ? null : new Date(text))

/** As the browser's own field for local times wants it. */
function localInput(time: Date | null): string {
  if (time === null) return ''
  return new Date(time.getTime() - time.getTimezoneOffset() * 60_000).toISOString().slice(0, 19)
}
