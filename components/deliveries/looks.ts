import { Ban, CircleCheck, CircleX, Clock, type LucideIcon, RotateCw, SkipForward } from 'lucide-react'
import type { Tone } from '#components/ui/badge.tsx'
import type { DeliveryState } from '#server/deliveries/state.ts'

/** A state's colour, icon and word. The ordinary ones are quiet in lists, so that the others are found. */
export const looks: Record<DeliveryState, { tone: Tone; icon: LucideIcon; word: string; ordinary: boolean }> = {
  pending: { tone: 'progress', icon: Clock, word: 'Pending', ordinary: false },
  retrying: { tone: 'caution', icon: RotateCw, word: 'Retrying', ordinary: false },
  delivered: { tone: 'positive', icon: CircleCheck, word: 'Delivered', ordinary: true },
  failed: { tone: 'negative', icon: CircleX, word: 'Failed', ordinary: false },
  skipped: { tone: 'neutral', icon: SkipForward, word: 'Skipped', ordinary: true },
  canceled: { tone: 'neutral', icon: Ban, word: 'Canceled', ordinary: true },
}
