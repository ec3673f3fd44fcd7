import { LoadingTable } from '#components/ui/loading-table.tsx'
import type { Column } from '#components/ui/table.tsx'

/** Beside the peek panel there is no room for the message's id, and the panel shows it; on an application's page its name is known. */
export const columns = (withId: boolean, withApplication = true): Column[] => [
  { name: 'State', width: 120 },
  { name: 'Event type', width: withId || !withApplication ? undefined : 160 },
  ...(withApplication ? [{ name: 'Application' }] : []),
  ...(withId ? [{ name: 'Message id', width: 168, className: 'max-roomy:hidden' }] : []),
  { name: 'Event id', width: withId ? 168 : undefined, className: 'max-wide:hidden' },
  { name: 'Delivered', width: withId ? 92 : 78, right: true, className: 'max-wide:hidden' },
  { name: 'Outcome', width: 136 },
  { name: 'Age', width: 104, right: true },
]

const widths = [
  [64, 128, 96, 72, 40, 80, 36],
  [72, 116, 120, 88, 40, 56, 36],
  [64, 140, 84, 72, 40, 88, 40],
]

export const LoadingList = () => <LoadingTable label="Messages are loading" columns={columns(false)} widths={widths} rows={12} />
