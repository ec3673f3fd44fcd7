'use client'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { shortUrl } from '#components/deliveries/words.ts'
import { useScope } from '#components/shell/place.tsx'
import { useTRPC } from '#components/trpc.tsx'
import { Picker } from '#components/ui/picker.tsx'

/** Values to filter by that are looked up as they are typed. */
type SearchPickerProps = { chosen: readonly string[]; onToggle: (value: string) => void }

export function EventTypePicker({ chosen, onToggle }: SearchPickerProps) {
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
      chosen={chosen}
      onToggle={onToggle}
      onSearch={setText}
      emptyText={isPending ? 'Loading' : 'Type the name of an event type.'}
    />
  )
}

export function ApplicationPicker({ chosen, onToggle }: SearchPickerProps) {
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
      chosen={chosen}
      onToggle={onToggle}
      onSearch={setText}
      emptyText={isPending ? 'Loading' : 'No such application.'}
    />
  )
}

export function EndpointPicker({ chosen, onToggle }: SearchPickerProps) {
  const trpc = useTRPC()
  const scope = useScope()
  const [text, setText] = useState('')
  const { data = [], isPending } = useQuery(
    trpc.messages.searchEndpoints.queryOptions({ ...scope, text }, { placeholderData: keepPreviousData }),
  )
  return (
    <Picker
      label="Endpoint"
      options={data.map(({ id, url }) => ({ value: id, word: shortUrl(url) }))}
      chosen={chosen}
      onToggle={onToggle}
      onSearch={setText}
      emptyText={isPending ? 'Loading' : 'No such endpoint.'}
    />
  )
}
