import { words } from '#components/portal/words.ts'
import { Skeleton } from '#components/ui/skeleton.tsx'

export const LoadingPortal = () => (
  <main className="grid gap-4 p-6" aria-busy>
    <h1 className="sr-only">{words.opening}</h1>
    <Skeleton width={320} />
    <Skeleton width={220} />
  </main>
)
