import type { Metadata } from 'next'
import { NewReplayScreen } from '#components/replays/new-replay-screen.tsx'

export const metadata: Metadata = { title: 'New replay' }

/** What is previewed is counted for whoever looks, and not before. */
export default function NewReplayPage() {
  return <NewReplayScreen />
}
