'use client'
import { ChevronRight, Plus } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Popover } from '#components/ui/popover.tsx'

/** `picker` is made when it is chosen. */
export type FilterKind = { word: string; picker: () => ReactNode }

/** First which property, then which values. */
export function FilterMenu({ kinds }: { kinds: FilterKind[] }) {
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
      {() => <FilterSteps kinds={kinds} />}
    </Popover>
  )
}

function FilterSteps({ kinds }: { kinds: FilterKind[] }) {
  const [chosen, setChosen] = useState<string | null>(null)
  const kind = kinds.find(({ word }) => word === chosen)
  if (kind) return kind.picker()
  return (
    <div className="grid w-48 p-1">
      {kinds.map(({ word }, index) => (
        <button
          key={word}
          type="button"
          // biome-ignore lint/a11y/noAutofocus: what was opened to choose from has the focus
          autoFocus={index === 0}
          onClick={() => setChosen(word)}
          className="flex h-(--size-control) items-center rounded-md px-2 text-left hover:bg-selected focus-visible:bg-selected focus-visible:outline-none"
        >
          <span className="flex-1">{word}</span>
          <ChevronRight className="icon text-mark" aria-hidden />
        </button>
      ))}
    </div>
  )
}

export const toggle = <V extends string>(values: V[], value: V): V[] =>
  values.includes(value) ? values.filter(other => other !== value) : [...values, value]
