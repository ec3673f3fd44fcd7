import { LoadingTable } from '#components/ui/loading-table.tsx'
import type { Column } from '#components/ui/table.tsx'

export const columns: Column[] = [
  { name: 'State', width: 120 },
  { name: 'To' },
  { name: 'What', width: 140, className: 'max-wide:hidden' },
  { name: 'Result' },
  { name: 'Failed', width: 72, right: true, className: 'max-wide:hidden' },
  { name: 'By', width: 140, className: 'max-wide:hidden' },
  { name: 'Age', width: 104, right: true },
]

const widths = [96, 140, 84, 120, 72].map(width => [56, width, width, width, 24, width, 56])

export const LoadingReplays = () => <LoadingTable label="Replays are loading" columns={columns} widths={widths} rows={5} />
