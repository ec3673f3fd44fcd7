'use client'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { ChevronRight, Plus } from 'lucide-react'
import { useState } from 'react'
import { looks } from '#components/deliveries/looks.ts'
import { filterStates } from '#components/messages/filters.ts'
import { useScope } from '#components/shell/place.tsx'
import { useTRPC } from '#components/trpc.tsx'
import { Picker } from '#components/ui/picker.tsx'
import { Popover } from '#components/ui/popover.tsx'
import type { DeliveryState } from '#server/deliveries/state.ts'
import type { FeedFilter } from '#server/messages/feed-schema.ts'

type Kind = 'applications' | 'eventTypes' | 'states'

const kinds: { kind: Kind; word: string }[] = [
  { kind: 'states', word: 'State' },
  { kind: 'eventTypes', word: 'Event type' },
  { kind: 'applications', word: 'Application' },
]

type FilterMenuProps = { filter: FeedFilter; onChange: (filter: FeedFilter) => void }

/** First which property, then which values. */
export function FilterMenu({ filter, onChange }: FilterMenuProps) {
  return (
    <Popover
      name="Filter"
      label={
        <>
          <Plus className="icon -ml-0.5" aria-hidden />
          Filter
        </>
      }
    >
      {() => <FilterSteps filter={filter} onChange={onChange} />}
    </Popover>
  )
}

function FilterSteps(props: FilterMenuProps) {
  const [kind, setKind] = useState<Kind | null>(null)
  if (kind === 'states') return <StatePicker {...props} />
  if (kind === 'eventTypes') return <EventTypePicker {...props} />
  if (kind === 'applications') return <ApplicationPicker {...props} />
  return (
    <div className="grid w-48 p-1">
      {kinds.map(({ kind, word }, index) => (
        <button
          key={kind}
          type="button"
          // biome-ignore lint/a11y/noAutofocus: what was opened to choose from has the focus
          autoFocus={index === 0}
          onClick={() => setKind(kind)}
          className="flex h-(--size-control) items-center rounded-md px-2 text-left hover:bg-selected focus-visible:bg-selected focus-visible:outline-none"
        >
          <span className="flex-1">{word}</span>
          <ChevronRight className="icon text-mark" aria-hidden />
        </button>
      ))}
    </div>
  )
}

const toggle = <V extends string>(values: V[], value: V): V[] =>
  values.includes(value) ? values.filter(other => other !== value) : [...values, value]

function StatePicker({ filter, onChange }: FilterMenuProps) {
  return (
    <Picker
      label="State"
      options={filterStates.map(value => ({ value, word: looks[value].word }))}
      chosen={filter.states}
      onToggle={value => onChange({ ...filter, states: toggle(filter.states, value as DeliveryState) })}
      emptyText="No such state."
    />
  )
}

function EventTypePicker({ filter, onChange }: FilterMenuProps) {
  const trpc = useTRPC()
  const scope = useScope()
  const [text, setText] = useState('')
  const { data = [], isPending } = useQuery(
    trpc.messages.searchEventTypes.queryOptions({ ...scope, text }, { placeholderData: keepPreviousData }),
  )
  // A message may have an event type that the catalogue does not: what was typed can be chosen as it is.
  const typed = text.trim() !== '' && !data.includes(text.trim()) ? [text.trim()] : []
  return (
    <Picker
      label="Event type"
      options={[...data, ...typed].map(value => ({ value, word: value }))}
      chosen={filter.eventTypes}
      onToggle={value => onChange({ ...filter, eventTypes: toggle(filter.eventTypes, value) })}
      onSearch={setText}
      emptyText={isPending ? 'Loading' : 'Type the name of an event type.'}
    />
  )
}

function ApplicationPicker({ filter, onChange }: FilterMenuProps) {
  const trpc = useTRPC()
  const scope = useScope()
  const [text, setText] = useState('')
  const { data = [], isPending } = useQuery(
    trpc.messages.searchApplications.queryOptions({ ...scope, text }, { placeholderData: keepPreviousData }),
  )
  return (
    <Picker
      label="Application"
      options={data.map(({ id, name }) => ({ value: id, word: name }))}
      chosen={filter.applications}
      onToggle={value => onChange({ ...filter, applications: toggle(filter.applications, value) })}
      onSearch={setText}
      emptyText={isPending ? 'Loading' : 'No such application.'}
    />
  )
}
