import type { ReactNode } from 'react'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { Cell, type Column, Table, TableBody, TableHead, TableRow } from '#components/ui/table.tsx'

export const undeliveredColumns = (select?: ReactNode): Column[] => [
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

export function LoadingUndelivered() {
  const columns = undeliveredColumns()
  return (
    <Table label="Deliveries are loading" busy>
      <TableHead columns={columns} />
      <TableBody>
        {Array.from({ length: 12 }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the rows never move
          <TableRow key={index}>
            {columns.map(({ name, right, className }, column) => (
              <Cell key={name} right={right} className={className}>
                <Skeleton width={widths[index % widths.length]?.[column] ?? 0} />
              </Cell>
            ))}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  )
}
