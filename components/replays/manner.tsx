'use client'
import { type Begin, type Draft, rates } from '#components/replays/draft.ts'
import { Select } from '#components/ui/select.tsx'

const beginWords: Record<Begin, string> = {
  canary: 'with one canary',
  now: 'at once, without a canary',
  healthy: 'when the endpoint is healthy',
}

/** At which pace it goes, and what it begins with. */
export function Manner({ draft, onChange }: { draft: Draft; onChange: (draft: Draft) => void }) {
  // Any pace may stand in the address.
  const paces = [...new Set([...rates, draft.rate])].sort((a, b) => a - b)
  const begins: Begin[] = draft.endpoint === null ? ['canary', 'now'] : ['canary', 'healthy', 'now']
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <Select
        label="Pace"
        options={paces.map(rate => ({ value: String(rate), word: `${rate} per s` }))}
        value={String(draft.rate)}
        onChange={rate => onChange({ ...draft, rate: Number(rate) })}
      />
      <Select
        label="Begin"
        options={begins.map(value => ({ value, word: beginWords[value] }))}
        value={draft.begin}
        onChange={begin => onChange({ ...draft, begin })}
      />
    </div>
  )
}
