import { LoadingTable } from '#components/ui/loading-table.tsx'
import type { Column } from '#components/ui/table.tsx'

export const columns: Column[] = [
  { name: 'Name' },
  { name: 'Uid', width: 220, className: 'max-wide:hidden' },
  { name: 'Endpoints', width: 96, right: true },
  { name: 'Delivered, 24 h', width: 220 },
  { name: 'Last message', width: 136, right: true },
]

const widths = [
  [140, 96, 24, 150, 56],
  [132, 88, 16, 142, 48],
  [124, 80, 8, 134, 40],
]

export const LoadingApplications = () => <LoadingTable label="Applications are loading" columns={columns} widths={widths} rows={8} />
