'use client'
import { useQueryClient } from '@tanstack/react-query'
import { ChevronDown, Download } from 'lucide-react'
import { useScope } from '#components/shell/place.tsx'
import { describeError, useTRPC } from '#components/trpc.tsx'
import { buttonClass } from '#components/ui/button.tsx'
import { Menu, MenuItem } from '#components/ui/menu.tsx'
import { saveFile } from '#components/ui/save-file.ts'
import { showToast } from '#components/ui/toast.tsx'

/** The catalogue as files. */
export function ExportMenu() {
  const trpc = useTRPC()
  const scope = useScope()
  const queryClient = useQueryClient()
  const save = (name: string, read: () => Promise<string>) =>
    read()
      .then(text => saveFile(name, new Blob([text], { type: 'text/plain' })))
      .catch((error: unknown) => showToast(`The catalogue could not be exported: ${describeError(error)}`))
  const fresh = { staleTime: 0, gcTime: 0 }
  return (
    <Menu
      label="Export"
      triggerLabel="Export"
      triggerClass={buttonClass()}
      trigger={
        <>
          <Download className="icon -ml-0.5" aria-hidden />
          <span className="max-card:sr-only">Export</span>
          <ChevronDown className="icon size-3.5 max-card:hidden" aria-hidden />
        </>
      }
    >
      <MenuItem
        onSelect={() =>
          void save('event-types.ts', () => queryClient.fetchQuery({ ...trpc.eventTypes.types.queryOptions(scope), ...fresh }))
        }
      >
        TypeScript types
      </MenuItem>
      <MenuItem
        onSelect={() =>
          void save('event-types.schema.json', async () =>
            JSON.stringify(await queryClient.fetchQuery({ ...trpc.eventTypes.schema.queryOptions(scope), ...fresh }), null, 2),
          )
        }
      >
        JSON Schema
      </MenuItem>
    </Menu>
  )
}
