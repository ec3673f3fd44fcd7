import { CircleDashed } from 'lucide-react'
import { looks } from '#components/deliveries/looks.ts'
import { Badge } from '#components/ui/badge.tsx'
import type { DeliveryState } from '#server/deliveries/state.ts'

const noDelivery = { tone: 'neutral', icon: CircleDashed, word: 'No endpoint', ordinary: true } as const

/** State null: no endpoint wanted the message. */
export function StateBadge({ state, inList = false }: { state: DeliveryState | null; inList?: boolean }) {
  const { ordinary, ...look } = state === null ? noDelivery : looks[state]
  return <Badge {...look} quiet={inList && ordinary} />
}
