'use client'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { FilterMenu, toggle } from '#components/filters/filter-menu.tsx'
import { summarize } from '#components/filters/names.ts'
import { isFiltered, unfiltered } from '#components/request-log/filters.ts'
import { nameActor, nameOperation, nameStatus } from '#components/request-log/words.ts'
import { useScope } from '#components/shell/place.tsx'
import { useTRPC } from '#components/trpc.tsx'
import { Chip } from '#components/ui/chip.tsx'
import { Picker } from '#components/ui/picker.tsx'
import { SearchField } from '#components/ui/search-field.tsx'
import { Toolbar } from '#components/ui/toolbar.tsx'
import { refusedStatuses } from '#server/request-log/kept.ts'
import type { RequestLogFilter } from '#server/request-log/schema.ts'

type FilterBarProps = { filter: RequestLogFilter; onChange: (filter: RequestLogFilter) => void; children: ReactNode }

export function RequestLogFilterBar({ filter, onChange, children }: FilterBarProps) {
  const change = (changed: Partial<RequestLogFilter>) => onChange({ ...filter, ...changed })
  const { operations, actors } = useChoices()
  const nameOf = (id: string) => actors.find(({ value }) => value === id)?.word ?? id
  const { statuses, search } = filter
  const chips = [
    { name: 'Status', value: summarize(statuses.map(nameStatus)), without: { statuses: [] } },
    { name: 'Operation', value: summarize(filter.operations.map(value => nameOperation(value || null))), without: { operations: [] } },
    { name: 'By', value: summarize(filter.actors.map(nameOf)), without: { actors: [] } },
  ]
  const statusOptions = refusedStatuses.map(status => ({ value: String(status), word: nameStatus(status) }))
  const kinds = [
    {
      word: 'Status',
      options: statusOptions,
      chosen: statuses.map(String),
      set: (chosen: string[]) => change({ statuses: chosen.map(Number) }),
    },
    { word: 'Operation', options: operations, chosen: filter.operations, set: (chosen: string[]) => change({ operations: chosen }) },
    { word: 'By', options: actors, chosen: filter.actors, set: (chosen: string[]) => change({ actors: chosen }) },
  ]
  return (
    <Toolbar onClear={isFiltered(filter) ? () => onChange(unfiltered(filter)) : null} end={children}>
      <SearchField by="Request id" text={search} onSearch={search => change({ search })} />
      {chips
        .filter(({ value }) => value !== '')
        .map(({ name, value, without }) => (
          <Chip key={name} name={name} value={value} onRemove={() => change(without)} />
        ))}
      <FilterMenu
        kinds={kinds.map(({ word, options, chosen, set }) => ({
          word,
          picker: () => (
            <Picker
              label={word}
              options={options}
              chosen={chosen}
              onToggle={value => set(toggle(chosen, value))}
              emptyText="Nothing of this name was refused."
            />
          ),
        }))}
      />
    </Toolbar>
  )
}

/** What the log has: operations, and who asked. */
function useChoices() {
  const trpc = useTRPC()
  const { data = { operations: [], actors: [] } } = useQuery(trpc.requestLog.choices.queryOptions(useScope()))
  return {
    operations: data.operations.map(operation => ({ value: operation ?? '', word: nameOperation(operation) })),
    actors: data.actors.map(actor => ({ value: actor.id, word: nameActor(actor) })),
  }
}
