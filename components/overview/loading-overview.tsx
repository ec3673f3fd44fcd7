import { Skeleton } from '#components/ui/skeleton.tsx'

const panel = 'rounded-lg border border-line bg-surface p-4'

export function LoadingOverview() {
  return (
    <div aria-busy className="grid gap-4 p-6 max-nav:p-4">
      <div className={`${panel} flex h-21 items-center justify-between gap-8`}>
        {[96, 120, 88, 128, 72].map(width => (
          <Skeleton key={width} width={width} />
        ))}
      </div>
      <div className={`${panel} h-80`}>
        <Skeleton width={160} />
      </div>
      <div className={`${panel} h-48`}>
        <Skeleton width={128} />
      </div>
    </div>
  )
}
