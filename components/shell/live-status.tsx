import { classNames } from '#components/ui/class-names.ts'

/** Whether a page is told of changes now. */
export function LiveStatus({ live, word = 'Live' }: { live: boolean; word?: string }) {
  return (
    <span role="status" className="inline-flex items-center gap-1.5 text-sm whitespace-nowrap text-muted">
      <span aria-hidden className={classNames('size-1.5 rounded-full', live ? 'bg-delivered' : 'bg-idle')} />
      {live ? word : 'Connecting'}
    </span>
  )
}
