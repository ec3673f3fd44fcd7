import { LoadingTable } from '#components/ui/loading-table.tsx'
import type { Column } from '#components/ui/table.tsx'

export const columns: Column[] = [
  { name: 'Event type', width: 280 },
  { name: 'Description' },
  { name: 'Schema', width: 112, className: 'max-wide:hidden' },
  { name: 'Subscribers', width: 112, right: true },
  { name: 'Changed', width: 112, right: true, className: 'max-wide:hidden' },
]

const widths = [
  [132, 240, 56, 24, 44],
  [148, 200, 56, 24, 44],
  [112, 280, 56, 24, 44],
]

export const LoadingCatalog = () => <LoadingTable label="Event types are loading" columns={columns} widths={widths} rows={10} />
