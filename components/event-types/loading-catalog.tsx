import { Skeleton } from '#components/ui/skeleton.tsx'
import { Cell, type Column, Table, TableBody, TableHead, TableRow } from '#components/ui/table.tsx'

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

export function LoadingCatalog() {
  return (
    <Table label="Event types are loading" busy>
      <TableHead columns={columns} />
      <TableBody>
        {Array.from({ length: 10 }, (_, index) => (
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
