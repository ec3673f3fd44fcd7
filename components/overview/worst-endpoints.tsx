'use client'
import Link from 'next/link'
import { shortUrl } from '#components/deliveries/words.ts'
import { HealthBadge } from '#components/endpoints/health-badge.tsx'
import { deliveriesPath, endpointPath } from '#components/shell/paths.ts'
import { useScope } from '#components/shell/place.tsx'
import { formatCount, formatMs, formatShare } from '#components/ui/format.ts'
import { Panel } from '#components/ui/panel.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { Cell, type Column, Table, TableBody, TableHead, TableRow } from '#components/ui/table.tsx'
import type { OverviewRange } from '#server/stats/overview-ranges.ts'
import type { WorstEndpoint } from '#server/stats/overview-schema.ts'

const columns: Column[] = [
  { name: 'Endpoint' },
  { name: 'Health', width: 176 },
  { name: 'Delivered', width: 88, right: true },
  { name: 'Waiting', width: 76, right: true },
  { name: 'Failed', width: 76, right: true },
  { name: 'Answer p95', width: 104, right: true, className: 'max-roomy:hidden' },
]

export function WorstEndpoints({ worst, range }: { worst: WorstEndpoint[]; range: OverviewRange }) {
  return (
    <Panel
      label="Worst endpoints"
      title={
        <>
          Worst endpoints <span className="ml-1 text-sm font-normal text-muted max-card:hidden">by attempts that failed</span>
        </>
      }
    >
      {worst.length === 0 ? (
        <p className="px-4 py-3 text-muted">No attempt failed in this time.</p>
      ) : (
        <Table label="Worst endpoints">
          <TableHead columns={columns} />
          <TableBody>
            {worst.map(endpoint => (
              <WorstLine key={endpoint.id} endpoint={endpoint} range={range} />
            ))}
          </TableBody>
        </Table>
      )}
    </Panel>
  )
}

function WorstLine({ endpoint, range }: { endpoint: WorstEndpoint; range: OverviewRange }) {
  const scope = useScope()
  const { id, application, url, health, since, delivered, waiting, failed, p95Ms } = endpoint
  const ended = delivered + waiting + failed
  return (
    <TableRow className="last:border-b-0">
      <Cell card="title" className="py-1.5">
        <Link href={endpointPath(scope, { application: application.id, endpoint: id })} className="block truncate rounded-sm font-medium">
          {application.name}
        </Link>
        <span className="block truncate font-mono text-sm text-muted" title={url}>
          {shortUrl(url)}
        </span>
      </Cell>
      <Cell card="state" className="py-1.5">
        <HealthBadge state={health} inList />
        {health !== 'healthy' && (
          <span className="block truncate text-sm text-muted max-card:hidden">
            for <RelativeTime time={since} />
          </span>
        )}
      </Cell>
      <Cell card="end" right title={`${formatCount(delivered)} delivered`}>
        {ended === 0 ? '—' : formatShare(delivered, ended)}
      </Cell>
      <Cell card="rest" right>
        <Link href={`${deliveriesPath(scope)}?state=pending,retrying&endpoint=${id}&range=${range}`} className="link">
          {formatCount(waiting)}
          <span className="card:hidden"> waiting</span>
        </Link>
      </Cell>
      <Cell card="rest" right>
        {formatCount(failed)}
        <span className="card:hidden"> failed</span>
      </Cell>
      <Cell card="none" right className="max-roomy:hidden">
        {p95Ms === null ? '—' : formatMs(p95Ms)}
      </Cell>
    </TableRow>
  )
}
