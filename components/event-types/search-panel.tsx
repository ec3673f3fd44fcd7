'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Plus, X } from 'lucide-react'
import { useState } from 'react'
import { readFaults } from '#components/read-faults.ts'
import { useScope } from '#components/shell/place.tsx'
import { useTRPC, useTRPCClient } from '#components/trpc.tsx'
import { Button, IconButton } from '#components/ui/button.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { showToast } from '#components/ui/toast.tsx'
import type { EventTypeView } from '#server/event-types/dashboard-schema.ts'
import { maxSearchPaths, parsePath, textsAt } from '#server/search/path.ts'
import type { SearchPath } from '#server/search/schema.ts'

type SearchPanelProps = {
  eventType: EventTypeView
  /** A payload of it as JSON; null: there is none to show values of. */
  example: string | null
  /** Why it may not be changed. */
  reason: string | null
}

/** Which values of the payload messages are found by, and what they are in the example. */
export function SearchPanel({ eventType: { name, searchPaths = [] }, example, reason }: SearchPanelProps) {
  const [draft, setDraft] = useState<SearchPath[] | null>(null)
  const save = useSave(name, () => setDraft(null))
  const { of, rest } = readFaults(save.error, ['searchPaths'])
  const paths = draft ?? searchPaths
  const set = (index: number, changed: Partial<SearchPath>) =>
    setDraft(paths.map((path, at) => (at === index ? { ...path, ...changed } : path)))
  const fault = of.searchPaths ?? rest
  return (
    <Panel
      title="Search"
      label="Search"
      end={
        draft && (
          <DraftActions
            reason={reason ?? refuse(draft)}
            busy={save.isPending}
            onDiscard={() => setDraft(null)}
            onSave={() => save.mutate(draft)}
          />
        )
      }
      foot="It counts for messages accepted from now on."
    >
      <div className="grid gap-3 px-4 py-3">
        {paths.length === 0 && (
          <p className="text-pretty text-muted">
            Name up to {maxSearchPaths} values of the payload, such as an order’s number, and the search finds every message about that
            order.
          </p>
        )}
        {fault && <Notice>{fault}</Notice>}
        {paths.map((path, index) => (
          <PathRow
            // biome-ignore lint/suspicious/noArrayIndexKey: a line is the path that stands in it
            key={index}
            number={index + 1}
            path={path}
            example={example}
            readOnly={reason !== null}
            onChange={changed => set(index, changed)}
            onRemove={() => setDraft(paths.filter((_, at) => at !== index))}
          />
        ))}
        <div>
          <Button
            icon={Plus}
            variant="quiet"
            className="-ml-2"
            disabledReason={reason ?? (paths.length < maxSearchPaths ? null : `There are ${maxSearchPaths}, which is all there can be.`)}
            onClick={() => setDraft([...paths, { label: '', path: '' }])}
          >
            Add a path
          </Button>
        </div>
      </div>
    </Panel>
  )
}

const refuse = (paths: readonly SearchPath[]): string | null =>
  paths.every(({ label, path }) => label !== '' && parsePath(path) !== null) ? null : 'Each line needs a label and a path.'

function useSave(name: string, onSaved: () => void) {
  const client = useTRPCClient()
  const scope = useScope()
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (searchPaths: SearchPath[]) => client.eventTypes.change.mutate({ ...scope, name, patch: { searchPaths } }),
    onSuccess: async () => {
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: trpc.eventTypes.pathKey() }),
        queryClient.invalidateQueries({ queryKey: trpc.messages.searchLabels.queryKey(scope) }),
      ])
      onSaved()
      showToast('Saved. Messages accepted from now on are found by these values.')
    },
  })
}

type DraftActionsProps = { reason: string | null; busy: boolean; onDiscard: () => void; onSave: () => void }

function DraftActions({ reason, busy, onDiscard, onSave }: DraftActionsProps) {
  return (
    <>
      <Button variant="quiet" onClick={onDiscard}>
        Discard
      </Button>
      <Button variant="primary" disabledReason={reason ?? (busy ? 'It is being saved.' : null)} onClick={onSave}>
        Save paths
      </Button>
    </>
  )
}

type PathRowProps = {
  number: number
  path: SearchPath
  example: string | null
  readOnly: boolean
  onChange: (changed: Partial<SearchPath>) => void
  onRemove: () => void
}

const input = 'h-9 min-w-0 rounded-md border border-line-control bg-surface px-2.5 font-mono text-sm max-card:h-(--size-control)'

function PathRow({ number, path: { label, path }, example, readOnly, onChange, onRemove }: PathRowProps) {
  return (
    <div className="grid gap-1">
      <div className="grid grid-cols-[7rem_minmax(0,1fr)_auto] items-center gap-2">
        <input
          aria-label={`Label ${number}`}
          placeholder="order"
          value={label}
          readOnly={readOnly}
          onChange={event => onChange({ label: event.target.value.trim() })}
          className={input}
        />
        <input
          aria-label={`Path ${number}`}
          placeholder="data.order.id"
          value={path}
          readOnly={readOnly}
          onChange={event => onChange({ path: event.target.value.trim() })}
          className={input}
        />
        {!readOnly && <IconButton icon={X} label={`Remove ${label || `path ${number}`}`} onClick={onRemove} />}
      </div>
      <p className="truncate text-sm text-muted">{describeFound(path, example)}</p>
    </div>
  )
}

/** What the path finds in the example, while it is written. */
function describeFound(path: string, example: string | null): string {
  if (path === '') return 'Such as data.order.id, items[0].sku, or items[*].sku for each.'
  const steps = parsePath(path)
  if (steps === null) return 'This is no path. Write names with dots between them, and [0] or [*] after a list.'
  if (example === null) return 'A schema with an example would show what it finds.'
  const found = textsAt(JSON.parse(example), steps)
  return found.length === 0 ? 'Nothing in the example is there.' : `In the example: ${found.join(', ')}`
}
