import { LoadingReplays } from '#components/replays/replay-list.tsx'

export default function LoadingReplaysPage() {
  return (
    <main>
      <h1 className="flex h-(--size-bar) items-center border-b border-line px-6 font-medium">Replays</h1>
      <LoadingReplays />
    </main>
  )
}
