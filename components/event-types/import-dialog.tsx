'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ImportPreview } from '#components/event-types/import-preview.tsx'
import { countNames } from '#components/event-types/words.ts'
import { useScope } from '#components/shell/place.tsx'
import { describeError, readError, useTRPC, useTRPCClient } from '#components/trpc.tsx'
import { Button } from '#components/ui/button.tsx'
import { Checkbox } from '#components/ui/checkbox.tsx'
import { CodeEditor, type LineFault } from '#components/ui/code-editor.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { showToast } from '#components/ui/toast.tsx'
import { useTextFile } from '#components/ui/use-text-file.ts'
import type { ImportOutcome } from '#server/event-types/schema.ts'

type Asked = { specRaw: string; replaceAll: boolean }

/** A document is chosen, looked through by a dry run, and then imported. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const client = useTRPCClient()
  const scope = useScope()
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [asked, setAsked] = useState<Asked>({ specRaw: '', replaceAll: false })
  const run = (dryRun: boolean) => client.eventTypes.importOpenApi.mutate({ ...scope, ...asked, dryRun })
  const preview = useMutation({ mutationFn: () => run(true) })
  const apply = useMutation({
    mutationFn: () => run(false),
    onSuccess: async outcome => {
      await queryClient.invalidateQueries({ queryKey: trpc.eventTypes.pathKey() })
      showToast(`Imported: ${describe(outcome)}.`)
      onClose()
    },
  })
  const goBack = () => {
    preview.reset()
    apply.reset()
  }
  const ask = (next: Asked) => {
    setAsked(next)
    goBack()
  }
  const error = apply.error ?? preview.error
  const { issues } = readError(error)
  return (
    <Dialog title="Import an OpenAPI document" open wide onClose={onClose}>
      <div className="grid gap-4">
        {error !== null && issues.length === 0 && <Notice>{describeError(error)}</Notice>}
        {preview.data ? (
          <ImportPreview outcome={preview.data} />
        ) : (
          <ChooseDocument asked={asked} onAsk={ask} faults={issues.map(({ message }) => toLineFault(message))} />
        )}
        {preview.data ? (
          <div className="flex flex-wrap justify-end gap-2">
            <Button onClick={goBack}>Back</Button>
            <Button variant="primary" disabledReason={whyNotApply(preview.data, apply.isPending)} onClick={() => apply.mutate()}>
              {`Import: ${describe(preview.data)}`}
            </Button>
          </div>
        ) : (
          <div className="flex flex-wrap justify-end gap-2">
            <Button onClick={onClose}>Cancel</Button>
            <Button variant="primary" disabledReason={whyNotPreview(asked, preview.isPending)} onClick={() => preview.mutate()}>
              Preview
            </Button>
          </div>
        )}
      </div>
    </Dialog>
  )
}

const whyNotPreview = ({ specRaw }: Asked, pending: boolean): string | null =>
  specRaw.trim() === '' ? 'Paste or choose a document first.' : pending ? 'It is being read.' : null

const whyNotApply = ({ created, changed, archived }: ImportOutcome, pending: boolean): string | null =>
  created.length + changed.length + archived.length === 0
    ? 'The catalogue has all of it already.'
    : pending
      ? 'It is being imported.'
      : null

/** `3 new, 1 changed, 2 archived` */
function describe({ created, changed, archived }: ImportOutcome): string {
  const parts = [
    { count: created.length, word: 'new' },
    { count: changed.length, word: 'changed' },
    { count: archived.length, word: 'archived' },
  ].filter(({ count }) => count > 0)
  return parts.length === 0 ? countNames([]) : parts.map(({ count, word }) => `${count} ${word}`).join(', ')
}

/** The server says the line before the fault. */
function toLineFault(message: string): LineFault {
  const [whole, line, rest] = /^line (\d+),? ?(.*)$/s.exec(message) ?? []
  return whole === undefined ? { line: 1, message } : { line: Number(line), message: (rest ?? '').replace(/^: /, '') }
}

const maxFileBytes = 1_000_000

type ChooseDocumentProps = { asked: Asked; onAsk: (asked: Asked) => void; faults: LineFault[] }

function ChooseDocument({ asked, onAsk, faults }: ChooseDocumentProps) {
  const { refusal, choose, input, target } = useTextFile({
    maxBytes: maxFileBytes,
    tooLarge: name => `${name} is larger than 1 MB. Leave only its webhooks and what they refer to.`,
    onRead: ({ text }) => onAsk({ ...asked, specRaw: text }),
  })
  return (
    <>
      <p className="text-pretty text-muted">
        Its <code>webhooks</code> (or <code>x-webhooks</code>) become event types by their keys, with description, schema and examples.
        Nothing is changed before you have seen what would be.
      </p>
      {refusal && <Notice>{refusal}</Notice>}
      <div className="overflow-hidden rounded-md border border-line-control" {...target}>
        <CodeEditor
          label="OpenAPI document"
          value={asked.specRaw}
          onChange={specRaw => onAsk({ ...asked, specRaw })}
          faults={faults}
          placeholder={'Paste YAML or JSON, or drop a file here\n\nopenapi: 3.1.0\nwebhooks:\n  payment.succeeded:\n    post: …'}
          className="h-72"
        />
      </div>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <input {...input} accept=".json,.yaml,.yml,application/json,application/yaml" aria-label="OpenAPI file" />
        <Button onClick={choose}>Choose a file</Button>
        <Checkbox checked={asked.replaceAll} onChange={replaceAll => onAsk({ ...asked, replaceAll })}>
          Archive every event type that the document does not name
        </Checkbox>
      </div>
    </>
  )
}
