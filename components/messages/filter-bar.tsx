'use client'
import { type ReactNode, useState } from 'react'
import { looks } from '#components/deliveries/looks.ts'
import { summarize, useApplicationNames } from '#components/filters/names.ts'
import { MessageFilterMenu } from '#components/messages/filter-menu.tsx'
import { isFiltered, unfiltered } from '#components/messages/filters.ts'
import { useSearchLabels } from '#components/messages/use-search-labels.ts'
import { Chip } from '#components/ui/chip.tsx'
import { truncateMiddle } from '#components/ui/id-text.tsx'
import { SearchBox } from '#components/ui/search-box.tsx'
import { Toolbar } from '#components/ui/toolbar.tsx'
import type { FeedFilter } from '#server/messages/feed-schema.ts'

type FilterBarProps = {
  filter: FeedFilter
  onChange: (filter: FeedFilter) => void
  children: ReactNode
}

export function FilterBar({ filter, onChange, children }: FilterBarProps) {
  return (
    <Toolbar onClear={isFiltered(filter) ? () => onChange(unfiltered(filter)) : null} end={children}>
      <SearchField key={filter.search} text={filter.search} onSearch={search => onChange({ ...filter, search })} />
      <Chips filter={filter} onChange={onChange} />
      <MessageFilterMenu filter={filter} onChange={onChange} />
    </Toolbar>
  )
}

type SearchFieldProps = { text: string; onSearch: (text: string) => void }

/** Searches on Enter: an id or a value is pasted whole, and each search is a step that Back undoes. */
function SearchField({ text, onSearch }: SearchFieldProps) {
  const [typed, setTyped] = useState(text)
  return (
    <SearchBox
      by="Id, event id, payload value"
      value={typed}
      onChange={event => setTyped(event.target.value)}
      onSubmit={() => typed.trim() !== text && onSearch(typed.trim())}
    />
  )
}

function Chips({ filter, onChange }: { filter: FeedFilter; onChange: (filter: FeedFilter) => void }) {
  const names = useApplicationNames(filter.applications)
  return (
    <>
      {filter.search !== '' && <SearchChip search={filter.search} onRemove={() => onChange({ ...filter, search: '' })} />}
      {filter.applications.length > 0 && (
        <Chip name="Application" value={names} onRemove={() => onChange({ ...filter, applications: [] })} />
      )}
      {filter.eventTypes.length > 0 && (
        <Chip name="Event type" value={summarize(filter.eventTypes)} onRemove={() => onChange({ ...filter, eventTypes: [] })} />
      )}
      {filter.states.length > 0 && (
        <Chip
          name="State"
          value={summarize(filter.states.map(state => looks[state].word))}
          onRemove={() => onChange({ ...filter, states: [] })}
        />
      )}
    </>
  )
}

/** `order:7890` is an order where orders are searched by. */
function SearchChip({ search, onRemove }: { search: string; onRemove: () => void }) {
  const label = useSearchLabels()?.find(label => search.startsWith(`${label}:`))
  const value = label === undefined ? search : search.slice(label.length + 1)
  return <Chip name={label ?? 'Search'} value={truncateMiddle(value)} onRemove={onRemove} />
}
