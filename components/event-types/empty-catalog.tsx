'use client'
import type { CatalogFilter } from '#components/event-types/filter.ts'
import { postCommand } from '#components/messages/send-command.ts'
import { usePlace } from '#components/shell/place.tsx'
import { useRefusal } from '#components/shell/use-refusal.ts'
import { Button } from '#components/ui/button.tsx'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { StateBox } from '#components/ui/state-box.tsx'

type EmptyCatalogProps = {
  filter: CatalogFilter
  onFilter: (filter: CatalogFilter) => void
  onCreate: () => void
  onImport: () => void
}

export function EmptyCatalog({ filter, onFilter, onCreate, onImport }: EmptyCatalogProps) {
  const { environment, url } = usePlace()
  const reason = useRefusal('configure', 'Changing event types')
  if (filter.text !== '')
    return (
      <StateBox
        title={`No ${filter.archived ? 'archived ' : ''}event type matches “${filter.text}”`}
        actions={<Button onClick={() => onFilter({ ...filter, text: '' })}>Clear search</Button>}
      >
        <p className="text-muted">The search looks into names and descriptions.</p>
      </StateBox>
    )
  if (filter.archived)
    return (
      <StateBox
        title="Nothing is archived"
        actions={<Button onClick={() => onFilter({ ...filter, archived: false })}>Show active ones</Button>}
      >
        <p className="text-muted">An archived event type is no longer offered to merchants. Endpoints that subscribe to it still get it.</p>
      </StateBox>
    )
  const command = postCommand(url, 'event-type', '{"name": "payment.succeeded", "description": "A payment was captured"}')
  return (
    <StateBox
      title={`${environment.name} has no event types yet`}
      actions={
        <>
          <Button disabledReason={reason} onClick={onCreate}>
            Create one
          </Button>
          <Button disabledReason={reason} onClick={onImport}>
            Import an OpenAPI document
          </Button>
          <CopyButton value={command} label="Copy the command" text="Copy command" />
        </>
      }
    >
      <p className="text-muted">
        Event types are the names that endpoints subscribe to, such as payment.succeeded. With a JSON Schema each also documents its
        payload, and gives merchants an example and types. They can be made here, from the webhooks of an OpenAPI document, or by the API.
      </p>
      <div className="w-full">
        <CodeBlock label="Command that creates an event type" text={command} />
      </div>
    </StateBox>
  )
}
