import type { ReactNode } from 'react'
import { LoadingTable } from '#components/ui/loading-table.tsx'
import type { Column } from '#components/ui/table.tsx'

export const columns = (select?: ReactNode): Column[] => [
  { name: 'State', width: 148, ...(select && { head: <span className="inline-flex items-center gap-1.5">{select} State</span> }) },
  { name: 'Why' },
  { name: 'Event type', className: 'max-wide:hidden wide:w-44' },
  { name: 'Application', className: 'wide:w-44' },
  { name: 'Endpoint', className: 'max-roomy:hidden' },
  { name: 'Attempts', width: 84, right: true, className: 'max-wide:hidden' },
  { name: 'Next', width: 88, right: true },
  { name: 'Age', width: 112, right: true },
]

const widths = [
  [96, 120, 128, 96, 160, 16, 36, 52],
  [88, 148, 116, 120, 136, 16, 40, 60],
  [96, 104, 140, 84, 176, 16, 36, 48],
]

export const LoadingUndelivered = () => <LoadingTable label="Deliveries are loading" columns={columns()} widths={widths} rows={12} />
