'use client'
import type { ReactNode } from 'react'
import { labelOutcome } from '#components/attempts/words.ts'
import { isFiltered, unfiltered } from '#components/deliveries/filters.ts'
import { looks } from '#components/deliveries/looks.ts'
import { reasonWords } from '#components/deliveries/words.ts'
import { FilterMenu, toggle } from '#components/filters/filter-menu.tsx'
import { summarize, useApplicationNames, useEndpointName } from '#components/filters/names.ts'
import { ApplicationPicker, EndpointPicker, EventTypePicker } from '#components/filters/pickers.tsx'
import { Chip } from '#components/ui/chip.tsx'
import { Picker } from '#components/ui/picker.tsx'
import { Toolbar } from '#components/ui/toolbar.tsx'
import { type ErrorClass, errorClasses } from '#server/attempts/error-class.ts'
import { deliveryReasons, undeliveredStates } from '#server/deliveries/state.ts'
import type { UndeliveredFilter } from '#server/deliveries/undelivered-schema.ts'

type FilterProps = { filter: UndeliveredFilter; onChange: (filter: UndeliveredFilter) => void }

export function UndeliveredFilterBar({ filter, onChange, children }: FilterProps & { children: ReactNode }) {
  return (
    <Toolbar onClear={isFiltered(filter) ? () => onChange(unfiltered(filter)) : null} end={children}>
      <Chips filter={filter} onChange={onChange} />
      <UndeliveredFilterMenu filter={filter} onChange={onChange} />
    </Toolbar>
  )
}

const errorWord = (error: ErrorClass): string => labelOutcome({ status: null, error })

function Chips({ filter, onChange }: FilterProps) {
  const { states, reasons, errors, eventTypes, applications, endpoint } = filter
  const chips = [
    { name: 'State', value: summarize(states.map(state => looks[state].word)), without: { states: [] } },
    { name: 'Reason', value: summarize(reasons.map(reason => reasonWords[reason])), without: { reasons: [] } },
    { name: 'Error', value: summarize(errors.map(errorWord)), without: { errors: [] } },
    { name: 'Event type', value: summarize(eventTypes), without: { eventTypes: [] } },
    { name: 'Application', value: useApplicationNames(applications), without: { applications: [] }, shown: applications.length > 0 },
    { name: 'Endpoint', value: useEndpointName(endpoint), without: { endpoint: null }, shown: endpoint !== null },
  ]
  return chips
    .filter(({ value, shown }) => shown ?? value !== '')
    .map(({ name, value, without }) => <Chip key={name} name={name} value={value} onRemove={() => onChange({ ...filter, ...without })} />)
}

type ChoiceProps<V extends string> = {
  label: string
  values: readonly V[]
  word: (value: V) => string
  chosen: V[]
  onChange: (chosen: V[]) => void
}

function Choice<V extends string>({ label, values, word, chosen, onChange }: ChoiceProps<V>) {
  return (
    <Picker
      label={label}
      options={values.map(value => ({ value, word: word(value) }))}
      chosen={chosen}
      onToggle={value => onChange(toggle(chosen, value as V))}
      emptyText="There is none of this name."
    />
  )
}

function UndeliveredFilterMenu({ filter, onChange }: FilterProps) {
  const change = (changed: Partial<UndeliveredFilter>) => onChange({ ...filter, ...changed })
  const { states, reasons, errors, eventTypes, applications, endpoint } = filter
  return (
    <FilterMenu
      kinds={[
        {
          word: 'State',
          picker: () => (
            <Choice
              label="State"
              values={undeliveredStates}
              word={state => looks[state].word}
              chosen={states}
              onChange={states => change({ states })}
            />
          ),
        },
        {
          word: 'Reason',
          picker: () => (
            <Choice
              label="Reason"
              values={deliveryReasons}
              word={reason => reasonWords[reason]}
              chosen={reasons}
              onChange={reasons => change({ reasons })}
            />
          ),
        },
        {
          word: 'Error',
          picker: () => (
            <Choice label="Error" values={errorClasses} word={errorWord} chosen={errors} onChange={errors => change({ errors })} />
          ),
        },
        {
          word: 'Event type',
          picker: () => <EventTypePicker chosen={eventTypes} onToggle={type => change({ eventTypes: toggle(eventTypes, type) })} />,
        },
        {
          word: 'Application',
          picker: () => <ApplicationPicker chosen={applications} onToggle={id => change({ applications: toggle(applications, id) })} />,
        },
        {
          word: 'Endpoint',
          picker: () => (
            <EndpointPicker chosen={endpoint ? [endpoint] : []} onToggle={id => change({ endpoint: id === endpoint ? null : id })} />
          ),
        },
      ]}
    />
  )
}
