import { replayLooks } from '#components/replays/looks.ts'
import { Badge } from '#components/ui/badge.tsx'
import type { ReplayOut } from '#server/replays/schema.ts'

export function ReplayBadge({ state, inList = false }: { state: ReplayOut['state']; inList?: boolean }) {
  const { ordinary, ...look } = replayLooks[state]
  return <Badge {...look} quiet={inList && ordinary} />
}
