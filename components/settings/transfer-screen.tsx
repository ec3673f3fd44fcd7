import { ComparePanel } from '#components/settings/compare-panel.tsx'
import { ExportPanel } from '#components/settings/export-panel.tsx'

/** What of an environment can be carried to another. */
export function TransferScreen() {
  return (
    <main className="grid max-w-240 gap-4 px-6 py-6 max-nav:px-4">
      <h1 className="sr-only">Export, import and compare</h1>
      <ExportPanel />
      <ComparePanel />
    </main>
  )
}
