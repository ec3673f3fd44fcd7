import { formatCount, formatCounted, formatMs, formatSpan } from '#components/ui/format.ts'
import { Panel } from '#components/ui/panel.tsx'
import { Cell, type Column, Table, TableBody, TableHead, TableRow } from '#components/ui/table.tsx'
import type { QueueView, System } from '#server/system/schema.ts'

const words: Record<QueueView['name'], string> = {
  deliver: 'First attempts',
  retry: 'Later attempts',
  replay: 'Resends and replays',
  lanes: 'Lanes',
}

const laneWords: Record<System['lanes'][number]['reason'], string> = { slow: 'slow', burst: 'in a burst', limit: 'with a limit or paused' }

const columns: Column[] = [
  { name: 'Queue' },
  { name: 'Due', width: 92, right: true },
  { name: 'Oldest due', width: 104, right: true },
  { name: 'In all, about', width: 112, right: true },
]

export function Queues({ queues, lanes }: Pick<System, 'queues' | 'lanes'>) {
  const open = lanes.reduce((sum, lane) => sum + lane.count, 0)
  return (
    <Panel
      label="Queues"
      title="Queues"
      foot={
        open === 0
          ? 'No endpoint has a lane of its own now.'
          : `Lanes of endpoints that are ${lanes.map(({ reason, count }) => `${laneWords[reason]}: ${formatCount(count)}`).join(', ')}.`
      }
    >
      <Table label="Queues">
        <TableHead columns={columns} />
        <TableBody>
          {queues.map(queue => (
            <TableRow key={queue.name} className="last:border-b-0">
              <Cell card="title">{words[queue.name]}</Cell>
              <Cell right>
                {formatCounted({ count: queue.due, more: queue.more })}
                <span className="card:hidden"> due</span>
              </Cell>
              <Cell card="end" right>
                {queue.due === 0 ? '—' : formatAge(queue.oldestDueSeconds * 1_000)}
              </Cell>
              <Cell right className="text-muted">
                {formatCount(queue.about)}
                <span className="card:hidden"> in all, about</span>
              </Cell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Panel>
  )
}

const formatAge = (ms: number): string => (ms < 60_000 ? formatMs(ms) : formatSpan(ms))
