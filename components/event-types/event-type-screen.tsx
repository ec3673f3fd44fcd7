'use client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Archive, ArchiveRestore, CircleSlash, Pencil } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { SchemaPanels } from '#components/event-types/schema-panels.tsx'
import { SearchPanel } from '#components/event-types/search-panel.tsx'
import { SubscribersPanel } from '#components/event-types/subscribers-panel.tsx'
import { useSchemaDraft } from '#components/event-types/use-schema-draft.ts'
import { QueryError } from '#components/query-error.tsx'
import { PageBar } from '#components/shell/page-bar.tsx'
import { eventTypesPath } from '#components/shell/paths.ts'
import { useScope } from '#components/shell/place.tsx'
import { useRefusal } from '#components/shell/use-refusal.ts'
import { describeError, useTRPC, useTRPCClient } from '#components/trpc.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx'
import { Fact, Facts } from '#components/ui/facts.tsx'
import { formatCounted } from '#components/ui/format.ts'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { showToast } from '#components/ui/toast.tsx'
import type { EventTypeView } from '#server/event-types/dashboard-schema.ts'

const EditEventType = dynamic(() => import('#components/event-types/event-type-dialog.tsx').then(module => module.EditEventType))

export function EventTypeScreen({ name }: { name: string }) {
  const scope = useScope()
  const trpc = useTRPC()
  const query = useQuery(trpc.eventTypes.get.queryOptions({ ...scope, name }))
  return (
    <>
      <PageBar title={name} parent={{ title: 'Event types', href: eventTypesPath(scope) }} />
      <main className="grid grid-cols-[minmax(0,1fr)] content-start gap-4 px-6 pt-5 pb-8 max-nav:p-4">
        {query.data && <EventType eventType={query.data} />}
        {query.isError && !query.data && <QueryError what="event type" query={query} />}
      </main>
    </>
  )
}

function EventType({ eventType }: { eventType: EventTypeView }) {
  const [editing, setEditing] = useState(false)
  const draft = useSchemaDraft(eventType)
  const reason = useRefusal('configure', 'Changing event types')
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <h1 className="text-lg font-semibold tracking-[-0.015em] wrap-anywhere">{eventType.name}</h1>
        {eventType.deprecated && <Badge tone="neutral" icon={CircleSlash} word="Deprecated" />}
        {eventType.archived && <Badge tone="neutral" icon={Archive} word="Archived" />}
        <div className="ml-auto flex flex-wrap items-center gap-2 max-card:ml-0 max-card:w-full max-card:*:flex-1">
          <Button icon={Pencil} disabledReason={reason} onClick={() => setEditing(true)}>
            Edit
          </Button>
          <ArchiveButton eventType={eventType} reason={reason} />
        </div>
      </div>
      {eventType.description !== '' && <p className="max-w-180 text-pretty">{eventType.description}</p>}
      <Facts>
        {eventType.groupName && <Fact name="Group">{eventType.groupName}</Fact>}
        {eventType.featureFlags.length > 0 && <Fact name="Feature flags">{eventType.featureFlags.join(', ')}</Fact>}
        <Fact name="Subscribers">{formatCounted(eventType.subscribers)}</Fact>
        <Fact name="Created">
          <RelativeTime time={new Date(eventType.createdAt)} ago />
        </Fact>
        <Fact name="Changed">
          <RelativeTime time={new Date(eventType.updatedAt)} ago />
        </Fact>
      </Facts>
      <div className="grid grid-cols-[minmax(0,1fr)_400px] items-start gap-4 max-wide:grid-cols-[minmax(0,1fr)]">
        <SchemaPanels draft={draft} reason={reason} />
        <div className="grid min-w-0 gap-4">
          <SearchPanel eventType={eventType} example={draft.example?.text ?? null} reason={reason} />
          <SubscribersPanel name={eventType.name} count={eventType.subscribers} />
        </div>
      </div>
      {editing && <EditEventType eventType={eventType} onClose={() => setEditing(false)} />}
    </>
  )
}

/** Archiving says first whom it concerns; taking out of the archive needs no question. */
function ArchiveButton({ eventType, reason }: { eventType: EventTypeView; reason: string | null }) {
  const client = useTRPCClient()
  const scope = useScope()
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [asking, setAsking] = useState(false)
  const { name, archived, subscribers } = eventType
  const change = useMutation<unknown>({
    mutationFn: () =>
      archived
        ? client.eventTypes.change.mutate({ ...scope, name, patch: { archived: false } })
        : client.eventTypes.archive.mutate({ ...scope, name }),
    onSuccess: async () => {
      setAsking(false)
      await queryClient.invalidateQueries({ queryKey: trpc.eventTypes.pathKey() })
      showToast(archived ? `${name} is offered again.` : `${name} is archived.`)
    },
    // Archiving says it in its dialog.
    onError: error => archived && showToast(`It could not be restored: ${describeError(error)}`),
  })
  if (archived)
    return (
      <Button icon={ArchiveRestore} disabledReason={reason} onClick={() => change.mutate()}>
        Restore
      </Button>
    )
  return (
    <>
      <Button icon={Archive} disabledReason={reason} onClick={() => setAsking(true)}>
        Archive
      </Button>
      <ConfirmDialog
        title={`Archive ${name}?`}
        open={asking}
        action="Archive"
        busy={change.isPending}
        error={describeError(change.error)}
        onConfirm={() => change.mutate()}
        onClose={() => setAsking(false)}
      >
        <p className="text-pretty">
          Merchants can’t choose it any more. The {formatCounted(subscribers)}{' '}
          {subscribers.count === 1 ? 'endpoint that subscribes' : 'endpoints that subscribe'} to it still get it, and messages of it are
          still accepted. It can be restored at any time.
        </p>
      </ConfirmDialog>
    </>
  )
}
