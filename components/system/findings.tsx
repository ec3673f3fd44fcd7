import { CircleAlert, CircleCheck } from 'lucide-react'
import { plural } from '#components/deliveries/words.ts'
import { Badge } from '#components/ui/badge.tsx'
import { formatUtc } from '#components/ui/format.ts'
import { Panel } from '#components/ui/panel.tsx'
import type { System } from '#server/system/schema.ts'

const deliveries = (count: number) => plural(count, 'delivery', 'deliveries')

/** What must not happen, and was repaired. */
export function Findings({ findings }: Pick<System, 'findings'>) {
  const clean = findings.length === 0
  return (
    <Panel
      label="Reconciler"
      title="Reconciler"
      end={
        <Badge
          tone={clean ? 'positive' : 'negative'}
          icon={clean ? CircleCheck : CircleAlert}
          word={clean ? 'Nothing found' : 'Repaired'}
          quiet={clean}
        />
      }
    >
      <p className="px-4 py-3 text-muted">
        Every minute a worker proves that whatever waits has exactly one job, and what has ended has none. What it finds is repaired at
        once, and is a fault of Posthorn’s that should be reported.
      </p>
      {!clean && (
        <ul className="grid gap-1 border-t border-line px-4 py-3 tabular-nums">
          {findings.map(({ foundAt, withoutJob, withNeedlessJob }) => (
            <li key={foundAt.getTime()}>
              <span className="font-mono text-sm text-muted">{formatUtc(foundAt)}</span> {deliveries(withoutJob)} without a job,{' '}
              {deliveries(withNeedlessJob)} with a needless one
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}
