'use client'
import { useMutation } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { writeFilter } from '#components/deliveries/filters.ts'
import { deliveriesExportPath } from '#components/shell/paths.ts'
import { useScope } from '#components/shell/place.tsx'
import { buttonClass } from '#components/ui/button.tsx'
import { Menu, MenuItem } from '#components/ui/menu.tsx'
import { saveFile } from '#components/ui/save-file.ts'
import { showToast } from '#components/ui/toast.tsx'
import { type ExportFormat, exportFormats } from '#server/deliveries/export-format.ts'
import type { UndeliveredFilter } from '#server/deliveries/undelivered-schema.ts'

/** The list as a file, with the filter that it has. */
export function ExportMenu({ filter }: { filter: UndeliveredFilter }) {
  const scope = useScope()
  const download = useMutation({
    mutationFn: async (format: ExportFormat) => {
      const answer = await fetch(deliveriesExportPath(scope, format, writeFilter(filter)))
      if (!answer.ok) throw new Error(((await answer.json()) as { detail: string }).detail)
      saveFile(`deliveries.${format}`, await answer.blob())
    },
    onError: error => showToast(`There is no file: ${error.message}`),
  })
  return (
    <Menu
      label="Export"
      triggerClass={buttonClass('quiet')}
      trigger={
        <>
          <Download className="icon -ml-0.5" aria-hidden />
          {download.isPending ? 'Exporting' : 'Export'}
        </>
      }
    >
      {exportFormats.map(format => (
        <MenuItem key={format} onSelect={() => download.mutate(format)}>
          {format.toUpperCase()}
        </MenuItem>
      ))}
    </Menu>
  )
}
