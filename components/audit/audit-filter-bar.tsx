'use client'
import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { nameAction } from '#components/audit/words.ts'
import { useScope } from '#components/shell/place.tsx'
import { useTRPC } from '#components/trpc.tsx'
import { Chip } from '#components/ui/chip.tsx'
import { Picker } from '#components/ui/picker.tsx'
import { Popover } from '#components/ui/popover.tsx'
import { Toolbar } from '#components/ui/toolbar.tsx'
import { auditActions } from '#server/audit/actions.ts'
import type { AuditFilter } from '#server/audit/schema.ts'

type AuditFilterBarProps = { filter: AuditFilter; onChange: (filter: AuditFilter) => void }

const actions = auditActions.map(value => ({ value, word: nameAction(value) }))

export function AuditFilterBar({ filter, onChange }: AuditFilterBarProps) {
  const actors = useActors()
  return (
    <Toolbar>
      {filter.actor !== null && (
        <Chip
          name="By"
          value={actors.find(({ value }) => value === filter.actor)?.word ?? filter.actor}
          onRemove={() => onChange({ ...filter, actor: null })}
        />
      )}
      {filter.action !== null && (
        <Chip name="Action" value={nameAction(filter.action)} onRemove={() => onChange({ ...filter, action: null })} />
      )}
      <Choice name="By" options={actors} chosen={filter.actor} onChoose={actor => onChange({ ...filter, actor })} />
      <Choice name="Action" options={actions} chosen={filter.action} onChoose={action => onChange({ ...filter, action })} />
    </Toolbar>
  )
}

type ChoiceProps = {
  name: string
  options: { value: string; word: string }[]
  chosen: string | null
  onChoose: (value: string | null) => void
}

function Choice({ name, options, chosen, onChoose }: ChoiceProps) {
  return (
    <Popover
      name={name}
      label={
        <>
          <Plus className="icon -ml-0.5" aria-hidden />
          {name}
        </>
      }
    >
      {() => (
        <Picker
          label={name}
          options={options}
          chosen={chosen === null ? [] : [chosen]}
          onToggle={value => onChoose(value === chosen ? null : value)}
          emptyText="Nothing has this name."
        />
      )}
    </Popover>
  )
}

/** People, keys, and all of those who are neither. */
function useActors(): { value: string; word: string }[] {
  const trpc = useTRPC()
  const { data = [] } = useQuery(trpc.audit.actors.queryOptions(useScope()))
  return [
    ...data.map(({ id, name, kind }) => ({ value: id, word: kind === 'key' ? `API key ${name}` : name })),
    { value: 'portal', word: 'Merchants' },
    { value: 'integration', word: 'Integrations' },
    { value: 'system', word: 'Posthorn and the command line' },
  ]
}
