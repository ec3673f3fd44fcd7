import { formatBytes } from '#components/ui/format.ts'
import { Panel } from '#components/ui/panel.tsx'
import { Cell, type Column, Table, TableBody, TableHead, TableRow } from '#components/ui/table.tsx'
import type { System, WeekView } from '#server/system/schema.ts'

const tables = [
  { key: 'message', word: 'Messages' },
  { key: 'delivery', word: 'Deliveries' },
  { key: 'attempt', word: 'Attempts' },
  { key: 'payload', word: 'Payloads expiring' },
] as const

const columns: Column[] = [{ name: 'Week from' }, ...tables.map(({ word }) => ({ name: word, right: true }))]

/** Below this a table holds nothing: its indexes alone. */
const emptyBytes = 200_000

export function Sizes({ weeks, others }: Pick<System, 'weeks' | 'others'>) {
  const filled = weeks.filter(week => tables.some(({ key }) => week[key] > emptyBytes))
  const restWords = others.map(({ name, bytes }) => `${name} ${formatBytes(bytes)}`).join(' · ')
  return (
    <Panel label="Size by week" title="Size by week" foot={restWords}>
      {filled.length === 0 ? (
        <p className="px-4 py-3 text-muted">No week holds more than a few rows yet.</p>
      ) : (
        <Table label="Size by week">
          <TableHead columns={columns} />
          <TableBody>
            {filled.map(week => (
              <TableRow key={week.week} className="last:border-b-0">
                <Cell card="title">{formatDay(week)}</Cell>
                {tables.map(({ key, word }) => (
                  <Cell key={key} right>
                    {week[key] > emptyBytes ? formatBytes(week[key]) : '—'}
                    <span className="card:hidden"> {word.toLowerCase()}</span>
                  </Cell>
                ))}
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
    </Panel>
  )
}

const formatDay = ({ startsAt }: WeekView): string =>
  startsAt.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })
