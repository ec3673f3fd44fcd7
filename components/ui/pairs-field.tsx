'use client'
import { Plus, X } from 'lucide-react'
import { useId } from 'react'
import { Button, IconButton } from '#components/ui/button.tsx'

type Pair = { name: string; value: string }

type PairsFieldProps = {
  label: string
  nameLabel: string
  hint?: string
  error?: string | null
  pairs: readonly Pair[]
  onChange: (pairs: Pair[]) => void
}

const input = 'h-9 min-w-0 flex-1 rounded-md border border-line-control bg-surface px-2.5 font-mono text-sm max-card:h-(--size-control)'

/** Names and their values, one pair per line. */
export function PairsField({ label, nameLabel, hint, error, pairs, onChange }: PairsFieldProps) {
  const id = useId()
  const note = error ?? hint
  const set = (index: number, changed: Partial<Pair>) => onChange(pairs.map((pair, at) => (at === index ? { ...pair, ...changed } : pair)))
  return (
    <fieldset className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-1.5" aria-describedby={note ? id : undefined}>
      <legend className="mb-1 font-medium">{label}</legend>
      {pairs.map((pair, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is the pair that stands in it
        <div key={index} className="flex items-center gap-2">
          <input
            aria-label={`${nameLabel} ${index + 1}`}
            placeholder={nameLabel.toLowerCase()}
            value={pair.name}
            onChange={event => set(index, { name: event.target.value })}
            className={input}
          />
          <input
            aria-label={`Value ${index + 1}`}
            placeholder="value"
            value={pair.value}
            onChange={event => set(index, { value: event.target.value })}
            className={input}
          />
          <IconButton
            icon={X}
            label={`Remove ${pair.name || nameLabel.toLowerCase()}`}
            onClick={() => onChange(pairs.filter((_, at) => at !== index))}
          />
        </div>
      ))}
      <div>
        <Button icon={Plus} variant="quiet" onClick={() => onChange([...pairs, { name: '', value: '' }])} className="-ml-2">
          Add {nameLabel.toLowerCase()}
        </Button>
      </div>
      {note && (
        <p id={id} className={error ? 'text-sm text-failed-ink' : 'text-sm text-muted'}>
          {note}
        </p>
      )}
    </fieldset>
  )
}

export const toPairs = (record: Record<string, string>): Pair[] => Object.entries(record).map(([name, value]) => ({ name, value }))

/** Lines without a name are left out. */
export const fromPairs = (pairs: readonly Pair[]): Record<string, string> =>
  Object.fromEntries(pairs.filter(({ name }) => name.trim() !== '').map(({ name, value }) => [name.trim(), value]))
