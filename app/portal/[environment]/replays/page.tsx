import { ReplaysScreen } from '#components/replays/replays-screen.tsx'

export default function PortalReplaysPage() {
  return <ReplaysScreen />
}
