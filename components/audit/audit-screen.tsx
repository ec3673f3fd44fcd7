'use client'
import { useInfiniteQuery } from '@tanstack/react-query'
import { usePathname, useSearchParams } from 'next/navigation'
import { useMemo } from 'react'
import { readAuditFilter, writeAuditFilter } from '#components/audit/address.ts'
import { AuditFilterBar } from '#components/audit/audit-filter-bar.tsx'
import { AuditList, LoadingAudit } from '#components/audit/audit-list.tsx'
import { byCursor } from '#components/by-cursor.ts'
import { QueryError } from '#components/query-error.tsx'
import { useScope } from '#components/shell/place.tsx'
import { ShowOlder } from '#components/show-older.tsx'
import { useTRPC } from '#components/trpc.tsx'
import { Button } from '#components/ui/button.tsx'
import { StateBox } from '#components/ui/state-box.tsx'
import type { AuditFilter } from '#server/audit/schema.ts'

export function AuditScreen() {
  const trpc = useTRPC()
  const scope = useScope()
  const path = usePathname()
  const params = useSearchParams()
  const filter = useMemo(() => readAuditFilter(params), [params])
  const setFilter = (changed: AuditFilter) => window.history.pushState(null, '', path + writeAuditFilter(changed))
  const query = useInfiniteQuery(trpc.audit.list.infiniteQueryOptions({ ...scope, ...filter }, { ...byCursor, refetchOnWindowFocus: true }))
  const rows = query.data?.pages.flatMap(page => page.rows) ?? []
  return (
    <main>
      <h1 className="sr-only">Audit log</h1>
      <AuditFilterBar filter={filter} onChange={setFilter} />
      {query.isPending && <LoadingAudit />}
      {query.isError && rows.length === 0 && <QueryError what="audit log" query={query} />}
      {query.isSuccess && rows.length === 0 && <NothingMatches onClear={() => setFilter({ actor: null, action: null })} />}
      {rows.length > 0 && <AuditList rows={rows} />}
      <ShowOlder query={query} />
    </main>
  )
}

/** Making the environment is the first entry, so an empty log is a filter's. */
function NothingMatches({ onClear }: { onClear: () => void }) {
  return (
    <StateBox title="No entry matches" actions={<Button onClick={onClear}>Clear filters</Button>}>
      <p className="text-muted">
        Every change is here for 395 days: what people, API keys and merchants have done in this environment, and what was done to its
        organization. Messages that were posted are not.
      </p>
    </StateBox>
  )
}
