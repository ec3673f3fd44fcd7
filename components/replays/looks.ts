import { Ban, CircleCheck, CircleX, Clock, ListRestart, type LucideIcon } from 'lucide-react'
import type { Tone } from '#components/ui/badge.tsx'
import type { ReplayOut } from '#server/replays/schema.ts'

export const replayLooks: Record<ReplayOut['state'], { tone: Tone; icon: LucideIcon; word: string; ordinary: boolean }> = {
  waiting: { tone: 'progress', icon: Clock, word: 'Waiting', ordinary: false },
  canary: { tone: 'progress', icon: ListRestart, word: 'Canary', ordinary: false },
  running: { tone: 'progress', icon: ListRestart, word: 'Running', ordinary: false },
  finished: { tone: 'positive', icon: CircleCheck, word: 'Finished', ordinary: true },
  canceled: { tone: 'neutral', icon: Ban, word: 'Canceled', ordinary: true },
  failed: { tone: 'negative', icon: CircleX, word: 'Stopped', ordinary: false },
}
