'use client'
import { useMutation } from '@tanstack/react-query'
import { FileUp } from 'lucide-react'
import { useState } from 'react'
import { plural } from '#components/deliveries/words.ts'
import { ImportPreview, type Read } from '#components/settings/import-preview.tsx'
import { type FileFault, faultsOf, readDocument } from '#components/settings/read-document.ts'
import { useScope } from '#components/shell/place.tsx'
import { describeError, useTRPCClient } from '#components/trpc.tsx'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { type TextFile, useTextFile } from '#components/ui/use-text-file.ts'

/** A file is chosen, what it would change is shown, and then all of it is imported or nothing. */
export function ImportEnvironment({ onClose }: { onClose: () => void }) {
  const client = useTRPCClient()
  const scope = useScope()
  const [fault, setFault] = useState<FileFault | null>(null)
  const preview = useMutation({ mutationFn: ({ document }: Read) => client.environments.previewImport.mutate({ ...scope, document }) })
  const choose = (file: TextFile) => {
    preview.reset()
    const read = readDocument(file.text)
    setFault('fault' in read ? read.fault : null)
    if ('document' in read) preview.mutate({ file, document: read.document })
  }
  const file = preview.variables?.file
  const refused = preview.isError && file ? faultsOf(preview.error, file.text) : []
  const faults = fault === null ? refused : [fault]
  return (
    <Dialog title="Import into this environment" open wide onClose={onClose}>
      <div className="grid gap-4">
        {preview.data && preview.variables ? (
          <ImportPreview read={preview.variables} comparison={preview.data} onBack={preview.reset} onDone={onClose} />
        ) : (
          <>
            {faults.length > 0 && <Faults faults={faults} />}
            {preview.isError && refused.length === 0 && <Notice>{describeError(preview.error)}</Notice>}
            <ChooseFile busy={preview.isPending} onChoose={choose} />
          </>
        )}
      </div>
    </Dialog>
  )
}

/** Larger ones are a matter for the API. */
const maxFileBytes = 8_000_000

function ChooseFile({ busy, onChoose }: { busy: boolean; onChoose: (file: TextFile) => void }) {
  const { refusal, choose, input, target } = useTextFile({
    maxBytes: maxFileBytes,
    tooLarge: name => `${name} is larger than 8 MB. Import it by the API.`,
    onRead: onChoose,
  })
  return (
    <>
      {refusal && <Notice>{refusal}</Notice>}
      <div
        {...target}
        className="grid justify-items-center gap-3 rounded-md border border-line-control border-dashed px-4 py-10 text-center"
      >
        <FileUp className="size-6 text-mark" aria-hidden />
        <p className="max-w-100 text-pretty text-muted">
          Drop the export of an environment here, or choose it. Nothing is changed before you have seen what would be.
        </p>
        <input {...input} accept=".json,application/json" aria-label="Export of an environment" />
        <Button variant="primary" disabledReason={busy ? 'It is being read.' : null} onClick={choose}>
          Choose a file
        </Button>
      </div>
    </>
  )
}

/** What is wrong with a file, and where. */
function Faults({ faults }: { faults: readonly FileFault[] }) {
  return (
    <div role="alert" data-tone="negative" className="grid max-h-60 gap-1 overflow-y-auto rounded-md bg-(--soft) px-3 py-2 text-(--ink)">
      <p className="font-medium">Nothing was imported: {plural(faults.length, 'fault')} in the file.</p>
      <ul className="grid gap-1">
        {faults.map(({ line, place, message }) => (
          <li key={`${line} ${place} ${message}`} className="flex flex-wrap items-baseline gap-x-2">
            <span className="text-sm whitespace-nowrap tabular-nums">Line {line}</span>
            {place !== '' && <code className="text-sm wrap-anywhere">{place}</code>}
            <span className="wrap-anywhere">{message}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
