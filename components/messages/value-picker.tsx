'use client'
import { useState } from 'react'
import { useSearchLabels } from '#components/messages/use-search-labels.ts'
import { Picker } from '#components/ui/picker.tsx'

type ValuePickerProps = { search: string; onSearch: (search: string) => void }

/** A value is typed, and then chosen what it is: an order's, a customer's, or anybody's. */
export function ValuePicker({ search, onSearch }: ValuePickerProps) {
  const labels = useSearchLabels()
  const [text, setText] = useState('')
  const typed = text.trim()
  const options =
    labels === undefined || labels.length === 0 || typed === ''
      ? []
      : [{ value: typed, word: `Any: ${typed}` }, ...labels.map(label => ({ value: `${label}:${typed}`, word: `${label}: ${typed}` }))]
  return (
    <Picker
      label="Payload value"
      options={options}
      chosen={[search]}
      onToggle={value => onSearch(value === search ? '' : value)}
      onSearch={setText}
      emptyText={
        labels?.length === 0
          ? 'No event type names values to search by. Its page has a panel for it.'
          : 'Type a value, such as the number of an order.'
      }
    />
  )
}
