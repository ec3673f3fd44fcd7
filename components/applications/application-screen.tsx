'use client'
import { useQuery } from '@tanstack/react-query'
import { Ellipsis, Pencil, Plus } from 'lucide-react'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { ApplicationDialog } from '#components/applications/application-dialog.tsx'
import { DeleteApplication } from '#components/applications/delete-application.tsx'
import { PortalSessions } from '#components/applications/portal-sessions.tsx'
import { EndpointList } from '#components/endpoints/endpoint-list.tsx'
import { RecentMessages } from '#components/messages/recent-messages.tsx'
import { QueryError } from '#components/query-error.tsx'
import { PageBar } from '#components/shell/page-bar.tsx'
import { applicationsPath, messagesOfPath, newEndpointPath } from '#components/shell/paths.ts'
import { useScope } from '#components/shell/place.tsx'
import { useRefusal } from '#components/shell/use-refusal.ts'
import { useTRPC } from '#components/trpc.tsx'
import { Button, buttonClass } from '#components/ui/button.tsx'
import { classNames } from '#components/ui/class-names.ts'
import { KeyValue, KeyValues } from '#components/ui/facts.tsx'
import { formatUtcDay } from '#components/ui/format.ts'
import { IdText } from '#components/ui/id-text.tsx'
import { Menu, MenuItem } from '#components/ui/menu.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { useLive, useLiveSums } from '#components/use-live.ts'
import type { ApplicationOut } from '#server/applications/schema.ts'

export function ApplicationScreen({ application: id }: { application: string }) {
  const trpc = useTRPC()
  const scope = useScope()
  const live = useLive(trpc.applications.get.pathFilter(), trpc.applications.portalSessions.pathFilter())
  useLiveSums(trpc.endpoints.list.pathFilter())
  const query = useQuery(trpc.applications.get.queryOptions({ ...scope, application: id }))
  return (
    <>
      <PageBar title={query.data?.name ?? id} parent={{ title: 'Applications', href: applicationsPath(scope) }} live={live} />
      <main className="grid grid-cols-[minmax(0,1fr)] content-start gap-4 px-6 pt-5 pb-8 max-nav:p-4">
        {query.data && <Application application={query.data} />}
        {query.isError && !query.data && <QueryError what="application" query={query} />}
      </main>
    </>
  )
}

function Application({ application }: { application: ApplicationOut }) {
  const scope = useScope()
  const router = useRouter()
  const refusal = useRefusal('configure', 'Adding an endpoint')
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <h1 className="flex-1 text-lg font-semibold tracking-[-0.015em] wrap-anywhere">{application.name}</h1>
        <Button icon={Plus} variant="primary" disabledReason={refusal} onClick={() => router.push(newEndpointPath(scope, application.id))}>
          Add endpoint
        </Button>
        <DeleteMenu application={application} />
      </div>
      <div className="grid grid-cols-[minmax(0,1fr)_336px] items-start gap-4 max-wide:grid-cols-[minmax(0,1fr)]">
        <div className="grid min-w-0 gap-4">
          <Panel title="Endpoints">
            <EndpointList
              application={application.id}
              empty="No endpoints yet. Messages that are posted now are kept, and delivered to nobody. Add the URL that should get them."
            />
          </Panel>
          <Panel
            title="Messages"
            end={
              <Link href={messagesOfPath(scope, application.id)} className={classNames(buttonClass('quiet'), '-mr-2.5')}>
                All messages
              </Link>
            }
          >
            <RecentMessages application={application.id} />
          </Panel>
        </div>
        <Details application={application} />
      </div>
    </>
  )
}

function DeleteMenu({ application }: { application: ApplicationOut }) {
  const [open, setOpen] = useState(false)
  const refusal = useRefusal('deleteApplication', 'Deleting an application')
  return (
    <>
      <Menu
        label="More actions"
        triggerLabel="More actions"
        triggerClass={buttonClass('plain', true)}
        trigger={<Ellipsis className="icon" aria-hidden />}
      >
        <MenuItem disabledReason={refusal} onSelect={() => setOpen(true)}>
          Delete application
        </MenuItem>
      </Menu>
      <DeleteApplication application={application} open={open} onClose={() => setOpen(false)} />
    </>
  )
}

function Details({ application }: { application: ApplicationOut }) {
  const [editing, setEditing] = useState(false)
  const refusal = useRefusal('configure', 'Editing an application')
  const metadata = Object.entries(application.metadata)
  return (
    <Panel
      title="Details"
      end={
        <Button icon={Pencil} variant="quiet" className="-mr-2.5" disabledReason={refusal} onClick={() => setEditing(true)}>
          Edit
        </Button>
      }
      foot={<>Created {formatUtcDay(new Date(application.createdAt))}</>}
    >
      <div className="px-4 py-3.5">
        <KeyValues>
          <KeyValue name="Application id">
            <IdText id={application.id} />
          </KeyValue>
          <KeyValue name="Uid">{application.uid === null ? 'none' : <IdText id={application.uid} />}</KeyValue>
          <KeyValue name="Rate limit">{application.throttleRate === null ? 'none' : `${application.throttleRate} per second`}</KeyValue>
          {metadata.map(([name, value]) => (
            <KeyValue key={name} name={name}>
              {value}
            </KeyValue>
          ))}
        </KeyValues>
      </div>
      <PortalSessions application={application.id} />
      <ApplicationDialog open={editing} application={application} onClose={() => setEditing(false)} onSaved={() => setEditing(false)} />
    </Panel>
  )
}
