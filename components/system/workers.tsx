import { CircleCheck, CircleDashed } from 'lucide-react'
import { Badge } from '#components/ui/badge.tsx'
import { formatCount, formatSpan } from '#components/ui/format.ts'
import { Panel } from '#components/ui/panel.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { Cell, type Column, Table, TableBody, TableHead, TableRow } from '#components/ui/table.tsx'
import type { WorkerView } from '#server/system/schema.ts'

const columns: Column[] = [
  { name: 'State', width: 104 },
  { name: 'Host' },
  { name: 'Version', width: 80 },
  { name: 'In flight', width: 80, right: true },
  { name: 'Running for', width: 116, right: true },
]

export function Workers({ workers, now }: { workers: WorkerView[]; now: Date }) {
  return (
    <Panel label="Workers" title="Workers">
      {workers.length === 0 ? (
        <p className="px-4 py-3 text-muted">
          None was seen for a day. <code>posthorn worker</code> starts one, on this machine or another.
        </p>
      ) : (
        <Table label="Workers">
          <TableHead columns={columns} />
          <TableBody>
            {workers.map(worker => (
              <TableRow key={worker.id} className="last:border-b-0">
                <Cell card="state">
                  <Badge
                    tone={worker.alive ? 'positive' : 'neutral'}
                    icon={worker.alive ? CircleCheck : CircleDashed}
                    word={worker.alive ? 'Alive' : 'Silent'}
                    quiet={worker.alive}
                  />
                </Cell>
                <Cell card="title" title={worker.name}>
                  {worker.name} <span className="text-muted">#{worker.id}</span>
                </Cell>
                <Cell>{worker.version}</Cell>
                <Cell right>
                  {formatCount(worker.inFlight)}
                  <span className="card:hidden"> in flight</span>
                </Cell>
                <Cell card="end" right className="text-muted">
                  {worker.alive ? (
                    formatSpan(now.getTime() - worker.startedAt.getTime())
                  ) : (
                    <>
                      seen <RelativeTime time={worker.seenAt} ago about />
                    </>
                  )}
                </Cell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
    </Panel>
  )
}
