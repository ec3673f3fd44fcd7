import { formatCount } from '#components/ui/format.ts'
import type { SubscriberCount } from '#server/event-types/dashboard-schema.ts'

export const countText = ({ count, more }: SubscriberCount): string => `${formatCount(count)}${more ? '+' : ''}`

export const countNames = (names: readonly string[]): string =>
  `${formatCount(names.length)} event ${names.length === 1 ? 'type' : 'types'}`
