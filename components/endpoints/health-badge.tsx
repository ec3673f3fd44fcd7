import { CircleCheck, CircleDashed, CircleSlash, CircleX, type LucideIcon, Pause, Snail } from 'lucide-react'
import { Badge, type Tone } from '#components/ui/badge.tsx'
import type { HealthState } from '#server/endpoints/health-schema.ts'

const looks: Record<HealthState, { tone: Tone; icon: LucideIcon; word: string; ordinary: boolean }> = {
  'set-up': { tone: 'progress', icon: CircleDashed, word: 'Set up', ordinary: false },
  healthy: { tone: 'positive', icon: CircleCheck, word: 'Healthy', ordinary: true },
  slowing: { tone: 'caution', icon: Snail, word: 'Slowing', ordinary: false },
  failing: { tone: 'negative', icon: CircleX, word: 'Failing', ordinary: false },
  recovered: { tone: 'positive', icon: CircleCheck, word: 'Recovered', ordinary: false },
  paused: { tone: 'neutral', icon: Pause, word: 'Paused', ordinary: false },
  disabled: { tone: 'neutral', icon: CircleSlash, word: 'Disabled', ordinary: false },
}

export function HealthBadge({ state, inList = false }: { state: HealthState; inList?: boolean }) {
  const { ordinary, ...look } = looks[state]
  return <Badge {...look} quiet={inList && ordinary} />
}
