'use client'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { useState } from 'react'
import { ApplicationDialog } from '#components/applications/application-dialog.tsx'
import { ApplicationList } from '#components/applications/application-list.tsx'
import { LoadingApplications } from '#components/applications/loading-applications.tsx'
import { byCursor } from '#components/by-cursor.ts'
import { applicationBody, postCommand } from '#components/messages/send-command.ts'
import { QueryError } from '#components/query-error.tsx'
import { PageBar } from '#components/shell/page-bar.tsx'
import { applicationPath } from '#components/shell/paths.ts'
import { usePlace, useScope } from '#components/shell/place.tsx'
import { useRefusal } from '#components/shell/use-refusal.ts'
import { useTRPC } from '#components/trpc.tsx'
import { Button } from '#components/ui/button.tsx'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { SearchField } from '#components/ui/search-field.tsx'
import { StateBox } from '#components/ui/state-box.tsx'
import { Toolbar } from '#components/ui/toolbar.tsx'
import { useRowKeys } from '#components/ui/use-row-keys.ts'
import { useLiveSums } from '#components/use-live.ts'

export function ApplicationsScreen() {
  const trpc = useTRPC()
  const scope = useScope()
  const router = useRouter()
  const { text, setText } = useSearchText()
  const live = useLiveSums(trpc.applications.list.pathFilter())
  const query = useInfiniteQuery(
    trpc.applications.list.infiniteQueryOptions({ ...scope, text }, { ...byCursor, placeholderData: keepPreviousData }),
  )
  const rows = query.data?.pages.flatMap(page => page.rows) ?? []
  const [creating, setCreating] = useState(false)
  const refusal = useRefusal('configure', 'Creating an application')
  useRowKeys(rows.map(({ id }) => id))
  return (
    <>
      <PageBar title="Applications" live={live} />
      <main>
        <h1 className="sr-only">Applications</h1>
        <Toolbar>
          <SearchField by="Name, uid or id" text={text} onSearch={setText} />
          <Button icon={Plus} variant="primary" disabledReason={refusal} onClick={() => setCreating(true)} className="ml-auto">
            New application
          </Button>
        </Toolbar>
        {query.isPending && <LoadingApplications />}
        {query.isError && rows.length === 0 && <QueryError what="applications" query={query} />}
        {query.isSuccess && rows.length === 0 && <Nothing text={text} />}
        {rows.length > 0 && <ApplicationList rows={rows} query={query} />}
      </main>
      <ApplicationDialog open={creating} onClose={() => setCreating(false)} onSaved={({ id }) => router.push(applicationPath(scope, id))} />
    </>
  )
}

/** What is searched for, kept in the address. */
function useSearchText() {
  const path = usePathname()
  const text = useSearchParams().get('q') ?? ''
  const setText = (next: string) =>
    window.history.replaceState(null, '', next === '' ? path : `${path}?${new URLSearchParams({ q: next })}`)
  return { text, setText }
}

function Nothing({ text }: { text: string }) {
  const { url, environment } = usePlace()
  if (text !== '')
    return (
      <StateBox title="No application matches">
        <p className="text-muted">The search is for a part of the name, or for a whole uid or id, in {environment.name}.</p>
      </StateBox>
    )
  const command = postCommand(url, 'app', applicationBody)
  return (
    <StateBox title="No applications yet" actions={<CopyButton value={command} label="Copy the command" text="Copy command" />}>
      <p className="text-muted">
        An application is one merchant: it has endpoints, and messages are posted for it. Create one here, or by the API when somebody signs
        up.
      </p>
      <div className="w-full">
        <CodeBlock label="Command that creates an application" text={command} />
      </div>
    </StateBox>
  )
}
