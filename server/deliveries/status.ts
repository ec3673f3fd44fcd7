import { type DeliveryState, deliveryStates } from '#server/deliveries/state.ts'

/** States as Svix's clients read them. Clients that don't say `expanded_statuses=true` don't know 4 and see 2. */
export const statusTexts = ['success', 'pending', 'fail', 'sending', 'canceled'] as const
export type Status = 0 | 1 | 2 | 3 | 4

const statuses: Record<DeliveryState, Status> = { delivered: 0, pending: 1, failed: 2, retrying: 3, canceled: 4, skipped: 4 }

const asKnown = (status: Status, expanded: boolean): Status => (status === 4 && !expanded ? 2 : status)

export const statusOf = (state: DeliveryState, expanded: boolean): Status => asKnown(statuses[state], expanded)

/** The states that a filter by status means. */
export const statesOf = (status: Status, expanded: boolean): DeliveryState[] =>
  deliveryStates.filter(state => statusOf(state, expanded) === asKnown(status, expanded))
