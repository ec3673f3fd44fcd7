/** Where a text will be. Widths differ from row to row, so that it reads as text and not as a pattern. */
export function Skeleton({ width }: { width: number }) {
  return <span className="inline-block h-2.5 max-w-full rounded-sm bg-selected align-middle" style={{ width }} />
}
