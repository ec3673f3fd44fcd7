import { Skeleton } from '#components/ui/skeleton.tsx'

/** A few lines of text that are on their way. */
export const LoadingLines = ({ className = 'grid gap-3' }: { className?: string }) => (
  <div className={className}>
    <Skeleton width={260} />
    <Skeleton width={420} />
    <Skeleton width={340} />
  </div>
)
