'use client'
import { looks } from '#components/deliveries/looks.ts'
import { FilterMenu, toggle } from '#components/filters/filter-menu.tsx'
import { ApplicationPicker, EventTypePicker } from '#components/filters/pickers.tsx'
import { filterStates } from '#components/messages/filters.ts'
import { ValuePicker } from '#components/messages/value-picker.tsx'
import { useMerchant } from '#components/shell/place.tsx'
import { Picker } from '#components/ui/picker.tsx'
import type { DeliveryState } from '#server/deliveries/state.ts'
import type { FeedFilter } from '#server/messages/feed-schema.ts'

type MessageFilterMenuProps = { filter: FeedFilter; onChange: (filter: FeedFilter) => void }

export function MessageFilterMenu({ filter, onChange }: MessageFilterMenuProps) {
  const { states, eventTypes, applications, search } = filter
  const merchant = useMerchant()
  return (
    <FilterMenu
      kinds={[
        {
          word: 'State',
          picker: () => (
            <Picker
              label="State"
              options={filterStates.map(value => ({ value, word: looks[value].word }))}
              chosen={states}
              onToggle={value => onChange({ ...filter, states: toggle(states, value as DeliveryState) })}
              emptyText="No such state."
            />
          ),
        },
        {
          word: 'Event type',
          picker: () => (
            <EventTypePicker chosen={eventTypes} onToggle={value => onChange({ ...filter, eventTypes: toggle(eventTypes, value) })} />
          ),
        },
        ...(merchant
          ? []
          : [
              {
                word: 'Application',
                picker: () => (
                  <ApplicationPicker
                    chosen={applications}
                    onToggle={value => onChange({ ...filter, applications: toggle(applications, value) })}
                  />
                ),
              },
            ]),
        {
          word: 'Payload value',
          picker: () => <ValuePicker search={search} onSearch={search => onChange({ ...filter, search })} />,
        },
      ]}
    />
  )
}
