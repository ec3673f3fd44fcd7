'use client'
import { useQueryClient } from '@tanstack/react-query'
import { Download, Upload } from 'lucide-react'
import { useState } from 'react'
import { ImportEnvironment } from '#components/settings/import-environment.tsx'
import { usePlace, useScope } from '#components/shell/place.tsx'
import { useRefusal } from '#components/shell/use-refusal.ts'
import { describeError, useTRPC } from '#components/trpc.tsx'
import { Button } from '#components/ui/button.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { saveFile } from '#components/ui/save-file.ts'
import { showToast } from '#components/ui/toast.tsx'

/** The environment as a file, to keep or to carry elsewhere. */
export function ExportPanel() {
  const trpc = useTRPC()
  const scope = useScope()
  const queryClient = useQueryClient()
  const { organization, environment } = usePlace()
  const [importing, setImporting] = useState(false)
  const refusal = useRefusal('manageEnvironment', 'Importing into an environment')
  const save = () =>
    queryClient
      .fetchQuery({ ...trpc.environments.export.queryOptions(scope), staleTime: 0, gcTime: 0 })
      .then(file => {
        const name = `${organization.slug}-${environment.slug}-${file.createdAt.slice(0, 10)}.json`
        saveFile(name, new Blob([`${JSON.stringify(file, null, 2)}\n`], { type: 'application/json' }))
      })
      .catch((error: unknown) => showToast(`The environment could not be exported: ${describeError(error)}`))
  return (
    <Panel title="Export and import" label="Export and import">
      <div className="flex flex-wrap items-center gap-3 p-4">
        <p className="max-w-140 min-w-60 flex-1 text-pretty text-muted">
          The settings and event types of {environment.name} as one file, for another environment or installation. It holds nothing of a
          merchant and no secret.
        </p>
        <div className="ml-auto flex flex-wrap gap-2 max-card:ml-0">
          <Button icon={Download} onClick={() => void save()}>
            Export
          </Button>
          <Button icon={Upload} disabledReason={refusal} onClick={() => setImporting(true)}>
            Import a file
          </Button>
        </div>
      </div>
      {importing && <ImportEnvironment onClose={() => setImporting(false)} />}
    </Panel>
  )
}
