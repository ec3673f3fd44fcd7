import { ReplayScreen } from '#components/replays/replay-screen.tsx'

export default async function PortalReplayPage({ params }: PageProps<'/portal/[environment]/replays/[replay]'>) {
  return <ReplayScreen replay={(await params).replay} />
}
