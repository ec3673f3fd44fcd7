import { NewReplayScreen } from '#components/replays/new-replay-screen.tsx'

export default function PortalNewReplayPage() {
  return <NewReplayScreen />
}
