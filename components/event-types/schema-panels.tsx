'use client'
import { Plus } from 'lucide-react'
import type { useSchemaDraft } from '#components/event-types/use-schema-draft.ts'
import { Button } from '#components/ui/button.tsx'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { CodeEditor } from '#components/ui/code-editor.tsx'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { Segmented } from '#components/ui/segmented.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'

type Draft = ReturnType<typeof useSchemaDraft>
type SchemaPanelsProps = { draft: Draft /** Why it may not be changed. */; reason: string | null }

/** The schema, and beside it what a payload of it looks like while it is being written. */
export function SchemaPanels({ draft, reason }: SchemaPanelsProps) {
  return (
    <div className="grid min-w-0 gap-4">
      <Panel
        title="JSON Schema"
        label="JSON Schema"
        end={<SchemaActions draft={draft} reason={reason} />}
        foot={draft.version !== null && <SchemaState draft={draft} />}
      >
        {draft.version === null ? (
          <p className="px-4 py-3 text-pretty text-muted">
            There is no schema yet. With one, merchants see what a payload holds, get an example and types, and payloads can be checked.
          </p>
        ) : (
          <CodeEditor
            label={`Schema, version ${draft.version}`}
            value={draft.text}
            onChange={draft.write}
            faults={draft.faults}
            readOnly={reason !== null}
            json
            className="max-h-160 min-h-48"
          />
        )}
      </Panel>
      {draft.version !== null && <ExamplePanel draft={draft} />}
    </div>
  )
}

function SchemaActions({ draft, reason }: { draft: Draft; reason: string | null }) {
  const { version, versions, faults, dirty, settling, saving } = draft
  const why =
    reason ??
    (saving
      ? 'It is being saved.'
      : faults.length > 0
        ? 'Repair what is listed below the schema first.'
        : settling
          ? 'The schema is being checked.'
          : dirty
            ? null
            : 'Nothing was changed.')
  return (
    <div className="flex flex-wrap items-center gap-2">
      {versions.length > 1 && (
        <Segmented
          label="Version"
          options={versions.map(value => ({ value, word: `v${value}` }))}
          value={version}
          onChange={next => next !== version && draft.choose(next)}
        />
      )}
      {dirty ? (
        <Button variant="quiet" onClick={draft.discard}>
          Discard
        </Button>
      ) : (
        <Button variant="quiet" icon={Plus} disabledReason={reason} onClick={draft.begin}>
          {version === null ? 'Write a schema' : 'New version'}
        </Button>
      )}
      {version !== null && (
        <Button variant="primary" disabledReason={why} onClick={draft.save}>
          Save
        </Button>
      )}
    </div>
  )
}

function SchemaState({ draft: { faults, settling, version } }: { draft: Draft }) {
  const word =
    faults.length > 0
      ? `${faults.length} ${faults.length === 1 ? 'fault' : 'faults'}`
      : settling
        ? 'Being checked'
        : 'A valid schema, and its examples fit it'
  return (
    <>
      <span role="status" className="flex-1">
        {word}
      </span>
      <span>Version {version}</span>
    </>
  )
}

function ExamplePanel({ draft: { example, settling } }: { draft: Draft }) {
  return (
    <Panel
      title="Example"
      label="Example"
      end={example && <CopyButton value={JSON.stringify(JSON.parse(example.text), null, 2)} label="Copy example" />}
      foot={
        example && (
          <span>
            {example.given
              ? 'The schema’s own; test events send it.'
              : 'Made from the schema. Write your own under “examples”: test events send it.'}
          </span>
        )
      }
    >
      {example ? (
        <CodeBlock label="Example payload" text={example.text} json bare />
      ) : (
        <p className="px-4 py-3 text-muted">{settling ? <Skeleton width={180} /> : 'It appears when the schema is valid.'}</p>
      )}
    </Panel>
  )
}
