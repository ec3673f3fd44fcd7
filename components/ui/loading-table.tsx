import { Skeleton } from '#components/ui/skeleton.tsx'
import { Cell, type Column, Table, TableBody, TableHead, TableRow } from '#components/ui/table.tsx'

type LoadingTableProps = {
  /** "Messages are loading" */
  label: string
  columns: readonly Column[]
  /** Of the texts to come, in pixels: a list for each row, over and over, in the order of the columns. */
  widths: readonly (readonly number[])[]
  rows: number
}

/** A table whose rows are on their way. */
export function LoadingTable({ label, columns, widths, rows }: LoadingTableProps) {
  return (
    <Table label={label} busy>
      <TableHead columns={columns} />
      <TableBody>
        {Array.from({ length: rows }, (_, row) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the rows never move
          <TableRow key={row}>
            {columns.map(({ name, right, className }, column) => (
              <Cell key={name} right={right} className={className}>
                <Skeleton width={widths[row % widths.length]?.[column] ?? 0} />
              </Cell>
            ))}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  )
}
