'use client'
import { useQuery } from '@tanstack/react-query'
import { CircleSlash } from 'lucide-react'
import { useState } from 'react'
import { SubscribersPanel } from '#components/event-types/subscribers-panel.tsx'
import { words } from '#components/portal/words.ts'
import { QueryError } from '#components/query-error.tsx'
import { PageBar } from '#components/shell/page-bar.tsx'
import { eventTypesPath } from '#components/shell/paths.ts'
import { useScope } from '#components/shell/place.tsx'
import { useTRPC } from '#components/trpc.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { LoadingLines } from '#components/ui/loading-lines.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { Segmented } from '#components/ui/segmented.tsx'
import type { OfferedEventType } from '#server/event-types/offered-schema.ts'

/** What a message of an event type holds: for who receives it. */
export function EventTypeScreen({ name }: { name: string }) {
  const scope = useScope()
  const trpc = useTRPC()
  const query = useQuery(trpc.eventTypes.offered.queryOptions({ ...scope, name }))
  return (
    <>
      <PageBar title={name} parent={{ title: words.sections.catalogue, href: eventTypesPath(scope) }} />
      <main className="grid grid-cols-[minmax(0,1fr)] content-start gap-4 px-6 pt-5 pb-8 max-nav:p-4">
        {query.data && <EventType eventType={query.data} />}
        {query.isPending && <LoadingLines />}
        {query.isError && !query.data && <QueryError what={words.catalogue.what} query={query} />}
      </main>
    </>
  )
}

function EventType({ eventType }: { eventType: OfferedEventType }) {
  const { name, description, deprecated, versions } = eventType
  const [chosen, setChosen] = useState<string | null>(null)
  const shown = versions.find(({ version }) => version === chosen) ?? versions[0]
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <h1 className="text-lg font-semibold tracking-[-0.015em] wrap-anywhere">{name}</h1>
        {deprecated && <Badge tone="neutral" icon={CircleSlash} word={words.catalogue.deprecated} />}
        {versions.length > 1 && shown && (
          <span className="ml-auto">
            <Segmented
              label={words.catalogue.version}
              options={versions.map(({ version }) => ({ value: version, word: `v${version}` }))}
              value={shown.version}
              onChange={setChosen}
            />
          </span>
        )}
      </div>
      {description !== '' && description !== name && <p className="max-w-180 text-pretty">{description}</p>}
      <div className="grid grid-cols-[minmax(0,1fr)_336px] items-start gap-4 max-wide:grid-cols-[minmax(0,1fr)]">
        <div className="grid min-w-0 gap-4">
          {shown === undefined && <p className="text-muted">{words.catalogue.noSchema}</p>}
          {shown?.example && <CodePanel title={words.catalogue.example} text={laidOut(shown.example)} json />}
          {shown && <CodePanel title={words.catalogue.schema} text={laidOut(shown.schema)} json />}
          {shown && <CodePanel title={words.catalogue.typeScript} text={shown.typeScript} />}
        </div>
        <SubscribersPanel name={name} />
      </div>
    </>
  )
}

const laidOut = (json: string): string => JSON.stringify(JSON.parse(json), null, 2)

function CodePanel({ title, text, json = false }: { title: string; text: string; json?: boolean }) {
  return (
    <Panel title={title} label={title} end={<CopyButton value={text} label={words.catalogue.copy(title)} />}>
      <CodeBlock label={title} text={text} json={json} bare />
    </Panel>
  )
}
