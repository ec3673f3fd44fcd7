'use client'
import type { useInfiniteQuery } from '@tanstack/react-query'
import { CircleSlash } from 'lucide-react'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { Fragment, type ReactNode } from 'react'
import { prefixOf } from '#components/event-types/filter.ts'
import { columns, LoadingCatalog } from '#components/event-types/loading-catalog.tsx'
import { QueryError } from '#components/query-error.tsx'
import { eventTypePath } from '#components/shell/paths.ts'
import { useScope } from '#components/shell/place.tsx'
import { ShowOlder } from '#components/show-older.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { formatCounted } from '#components/ui/format.ts'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { Cell, Table, TableBody, TableHead, TableRow } from '#components/ui/table.tsx'
import type { EventTypeRow, EventTypesPage } from '#server/event-types/dashboard-schema.ts'

type CatalogQuery = ReturnType<typeof useInfiniteQuery<EventTypesPage, unknown, { pages: EventTypesPage[] }>>

type CatalogListProps = {
  query: Pick<CatalogQuery, 'data' | 'error' | 'isPending' | 'isError' | 'refetch'> & Parameters<typeof ShowOlder>[0]['query']
  /** Instead of no rows. */
  empty: ReactNode
}

export function CatalogList({ query, empty }: CatalogListProps) {
  if (query.isPending) return <LoadingCatalog />
  if (query.isError && !query.data) return <QueryError what="catalogue" query={query} />
  const rows = query.data?.pages.flatMap(page => page.rows) ?? []
  if (rows.length === 0) return empty
  return (
    <>
      <Table label="Event types">
        <TableHead columns={columns} />
        <TableBody>
          {rows.map((row, index) => {
            const prefix = prefixOf(row.name)
            const previous = rows[index - 1]
            return (
              <Fragment key={row.name}>
                {(!previous || prefixOf(previous.name) !== prefix) && <GroupRow prefix={prefix} />}
                <CatalogRow row={row} />
              </Fragment>
            )
          })}
        </TableBody>
      </Table>
      <ShowOlder query={query} word="Show more" />
    </>
  )
}

function GroupRow({ prefix }: { prefix: string }) {
  return (
    <tr className="border-b border-line bg-sunken max-card:block">
      <th
        scope="rowgroup"
        colSpan={columns.length}
        className="h-8 px-[var(--gutter,1.5rem)] text-left text-sm font-medium text-muted max-card:flex max-card:items-center max-card:px-4"
      >
        {prefix}
      </th>
    </tr>
  )
}

function CatalogRow({ row }: { row: EventTypeRow }) {
  const scope = useScope()
  const router = useRouter()
  const path = eventTypePath(scope, row.name)
  return (
    <TableRow onOpen={() => router.push(path)}>
      <Cell card="title" className="font-medium">
        <Link id={row.name} href={path} prefetch={false} title={row.name} className="rounded-sm">
          {row.name}
        </Link>
      </Cell>
      <Cell className="text-muted" title={row.description}>
        {row.deprecated && (
          <span className="mr-2">
            <Badge tone="neutral" icon={CircleSlash} word="Deprecated" />
          </span>
        )}
        {row.description}
      </Cell>
      <Cell className="text-muted max-wide:hidden max-card:hidden!">{row.version === null ? 'None' : `Version ${row.version}`}</Cell>
      <Cell card="end" right>
        {formatCounted(row.subscribers)}
        <span className="card:hidden"> subscribed</span>
      </Cell>
      <Cell card="none" right className="text-muted max-wide:hidden">
        <RelativeTime time={row.updatedAt} />
      </Cell>
    </TableRow>
  )
}
