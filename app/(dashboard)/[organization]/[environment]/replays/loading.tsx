import { LoadingReplays } from '#components/replays/loading-replays.tsx'
import { LoadingPage } from '#components/shell/loading-page.tsx'

export default function LoadingReplaysPage() {
  return (
    <LoadingPage title="Replays" withBar={false}>
      <LoadingReplays />
    </LoadingPage>
  )
}
