'use client'
import { useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Field } from '#components/ui/field.tsx'
import { Segmented } from '#components/ui/segmented.tsx'
import type { FeedFilter } from '#server/messages/feed-schema.ts'

type Range = FeedFilter['range']

const options = [
  { value: '1h', word: '1 h' },
  { value: '24h', word: '24 h' },
  { value: '7d', word: '7 d' },
  { value: '30d', word: '30 d' },
  { value: 'custom', word: 'Custom' },
] as const

type RangePickerProps = {
  range: Range
  /** Where nothing is kept for longer. */
  longest?: '7d'
  onChange: (range: Range) => void
}

export function RangePicker({ range, longest, onChange }: RangePickerProps) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Segmented
        label="Time range"
        options={longest ? options.filter(({ value }) => value !== '30d') : options}
        value={typeof range === 'object' ? 'custom' : range}
        onChange={value => (value === 'custom' ? setOpen(true) : onChange(value))}
      />
      <Dialog title="Time range" open={open} onClose={() => setOpen(false)}>
        <CustomRange
          range={range}
          onApply={custom => {
            setOpen(false)
            onChange(custom)
          }}
        />
      </Dialog>
    </>
  )
}

function CustomRange({ range, onApply }: { range: Range; onApply: (range: Range) => void }) {
  const [from, setFrom] = useState(() => localInput(typeof range === 'object' ? range.from : new Date(Date.now() - 86_400_000)))
  const [to, setTo] = useState(() => localInput(typeof range === 'object' ? range.to : new Date()))
  const valid = new Date(from) < new Date(to)
  return (
    <form
      className="grid gap-4"
      onSubmit={event => {
        event.preventDefault()
        if (valid) onApply({ from: new Date(from), to: new Date(to) })
      }}
    >
      <Field label="From" type="datetime-local" required value={from} onChange={event => setFrom(event.target.value)} />
      <Field
        label="To"
        type="datetime-local"
        required
        value={to}
        onChange={event => setTo(event.target.value)}
        hint="In your own time zone."
        error={valid ? null : 'This must be later than the beginning.'}
      />
      <Button type="submit" variant="primary">
        Show this time
      </Button>
    </form>
  )
}

/** As `datetime-local` wants it: local time, to the minute. */
const localInput = (time: Date): string => new Date(time.getTime() - time.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
