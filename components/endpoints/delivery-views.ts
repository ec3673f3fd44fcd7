import type { DeliveryState } from '#server/deliveries/state.ts'

/** What may be shown of an endpoint's deliveries, as it stands in the address. */
export const deliveryViews: { value: string; word: string; states: DeliveryState[] }[] = [
  { value: 'all', word: 'All', states: [] },
  { value: 'waiting', word: 'Waiting', states: ['pending', 'retrying'] },
  { value: 'failed', word: 'Failed', states: ['failed'] },
  { value: 'delivered', word: 'Delivered', states: ['delivered'] },
  { value: 'unsent', word: 'Not sent', states: ['skipped', 'canceled'] },
]

/** What can't be understood shows all: an address is typed by people, too. */
export const viewShown = (value: unknown) => deliveryViews.find(view => view.value === value) ?? deliveryViews[0]!

export const statesShown = (value: unknown): DeliveryState[] => viewShown(value).states
