'use client'
import Link from 'next/link'
import { shortUrl } from '#components/deliveries/words.ts'
import { deliveryPath } from '#components/shell/paths.ts'
import { useScope } from '#components/shell/place.tsx'
import { DueIn } from '#components/ui/due-in.tsx'
import { KeyValue, KeyValues } from '#components/ui/facts.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import type { WaitingDelivery } from '#server/stats/overview-schema.ts'

export function OldestWaiting({ oldest }: { oldest: WaitingDelivery | null }) {
  const scope = useScope()
  if (oldest === null)
    return (
      <Panel label="Oldest waiting delivery" title="Oldest waiting delivery">
        <p className="px-4 py-3 text-muted">Nothing waits: everything that was posted has come to an end.</p>
      </Panel>
    )
  return (
    <Panel
      label="Oldest waiting delivery"
      title="Oldest waiting delivery"
      end={
        <Link href={deliveryPath(scope, { message: oldest.message, endpoint: oldest.endpoint.id })} className="link">
          Open
        </Link>
      }
    >
      <div className="px-4 py-3">
        <KeyValues>
          <KeyValue name="Application">{oldest.application.name}</KeyValue>
          <KeyValue name="Endpoint">
            <span className="font-mono text-sm">{shortUrl(oldest.endpoint.url)}</span>
          </KeyValue>
          <KeyValue name="Accepted">
            <RelativeTime time={oldest.acceptedAt} ago />
          </KeyValue>
          <KeyValue name="Next attempt">
            <DueIn time={oldest.nextAttemptAt} paused={oldest.endpoint.paused} />
          </KeyValue>
        </KeyValues>
      </div>
    </Panel>
  )
}
