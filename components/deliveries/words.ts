import { formatCount } from '#components/ui/format.ts'
import type { DeliveryReason, DeliveryState } from '#server/deliveries/state.ts'
import type { DeliveryView } from '#server/messages/detail-schema.ts'

/** Why a delivery was skipped, canceled or failed, short enough for a table. */
export const reasonWords: Record<DeliveryReason, string> = {
  endpoint_disabled: 'endpoint disabled',
  filtered: 'filtered out',
  expired: 'payload expired',
  by_transformation: 'by transformation',
  by_user: 'by a member',
  endpoint_deleted: 'endpoint deleted',
  exhausted: 'all attempts used',
  aborted_by_receiver: 'receiver said stop',
  internal: 'internal fault',
}

/** The same as a sentence of the timeline. */
export const reasonSentences: Record<DeliveryReason, string> = {
  endpoint_disabled: 'The endpoint is disabled.',
  filtered: 'The endpoint’s filter left it out.',
  expired: 'The payload expired before it could be sent.',
  by_transformation: 'The endpoint’s transformation left it out.',
  by_user: 'A member canceled it.',
  endpoint_deleted: 'The endpoint was deleted.',
  exhausted: 'Every attempt of the schedule was used.',
  aborted_by_receiver: 'The receiver asked not to be sent this message again.',
  internal: 'Posthorn itself could not make this attempt.',
}

/** Worst first: the state of many is that of the one which most needs a person. */
const byUrgency: DeliveryState[] = ['failed', 'retrying', 'pending', 'delivered', 'canceled', 'skipped']

export const worstState = (states: DeliveryState[]): DeliveryState | null => byUrgency.find(state => states.includes(state)) ?? null

export const plural = (count: number, one: string, many = `${one}s`): string => `${formatCount(count)} ${count === 1 ? one : many}`

/** An address without its scheme, as in the lists: what tells endpoints apart comes first. */
export const shortUrl = (url: string): string => url.replace(/^https?:\/\//, '')

/** Why nothing more can be sent to what a delivery was for; null: it can. */
export function whyGone({ deleted, throwaway }: DeliveryView['endpoint']): string | null {
  if (throwaway) return 'It was sent to another URL, which gets it once.'
  return deleted ? 'The endpoint was deleted.' : null
}
