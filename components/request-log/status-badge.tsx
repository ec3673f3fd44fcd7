import { CircleX, OctagonAlert } from 'lucide-react'
import { nameStatus } from '#components/request-log/words.ts'
import { Badge } from '#components/ui/badge.tsx'

/** What the caller can repair, and what is Posthorn's own fault. */
export function StatusBadge({ status }: { status: number }) {
  const ours = status >= 500
  return <Badge tone={ours ? 'negative' : 'caution'} icon={ours ? OctagonAlert : CircleX} word={nameStatus(status)} />
}
