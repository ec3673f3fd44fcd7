'use client'
import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { CreateKeyForm } from '#components/developers/create-key-form.tsx'
import { KeyRow } from '#components/developers/key-row.tsx'
import { QueryError } from '#components/query-error.tsx'
import { useScope } from '#components/shell/place.tsx'
import { useRefusal } from '#components/shell/use-refusal.ts'
import { useTRPC } from '#components/trpc.tsx'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { StateBox } from '#components/ui/state-box.tsx'
import { Table, TableBody, TableHead } from '#components/ui/table.tsx'

const columns = [
  { name: 'Name' },
  { name: 'Token', width: 176, className: 'max-wide:hidden' },
  { name: 'Scope', width: 104 },
  { name: 'Last use', width: 112, className: 'max-wide:hidden' },
  { name: 'State', width: 128 },
  { name: 'Action', width: 104, right: true },
]

export function KeysScreen() {
  const trpc = useTRPC()
  const query = useQuery(trpc.apiKeys.list.queryOptions(useScope()))
  const refusal = useRefusal('manageKeys', 'Managing API keys')
  const [creating, setCreating] = useState(false)
  return (
    <main className="grid max-w-240 grid-cols-[minmax(0,1fr)] gap-4 px-6 py-6 max-nav:px-4">
      <h1 className="sr-only">API keys</h1>
      <Panel
        title="API keys"
        label="API keys"
        end={
          <Button icon={Plus} variant="primary" disabledReason={refusal} onClick={() => setCreating(true)}>
            Create key
          </Button>
        }
      >
        {query.isPending && (
          <div className="p-4">
            <Skeleton width={280} />
          </div>
        )}
        {query.isError && <QueryError what="API keys" query={query} />}
        {query.data?.length === 0 && (
          <StateBox title="No API key yet">
            <p className="text-muted">
              Your back end needs one to post messages. Create one here, or with <code>posthorn key create</code>.
            </p>
          </StateBox>
        )}
        {query.data && query.data.length > 0 && (
          <Table label="API keys">
            <TableHead columns={columns} />
            <TableBody>
              {query.data.map(key => (
                <KeyRow key={key.id} apiKey={key} refusal={refusal} />
              ))}
            </TableBody>
          </Table>
        )}
      </Panel>
      <Dialog title="Create an API key" open={creating} onClose={() => setCreating(false)}>
        <CreateKeyForm />
      </Dialog>
    </main>
  )
}
