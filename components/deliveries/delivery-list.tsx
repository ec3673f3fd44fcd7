'use client'
import { describeOutcome } from '#components/attempts/words.ts'
import { StateBadge } from '#components/deliveries/state-badge.tsx'
import { plural, shortUrl } from '#components/deliveries/words.ts'
import { formatMs } from '#components/ui/format.ts'
import { Panel } from '#components/ui/panel.tsx'
import type { DeliveryView, MessageView } from '#server/messages/detail-schema.ts'

type DeliveryListProps = { message: MessageView; selected: DeliveryView | undefined; onSelect: (endpoint: string) => void }

/** The message's deliveries, of which one is looked at. */
export function DeliveryList({ message, selected, onSelect }: DeliveryListProps) {
  const { deliveries } = message
  const delivered = deliveries.filter(({ state }) => state === 'delivered').length
  return (
    <Panel
      title="Deliveries"
      end={
        <span className="text-sm text-muted tabular-nums">
          {delivered} of {deliveries.length} delivered
        </span>
      }
    >
      {deliveries.length === 0 && (
        <p className="px-4 py-3 text-muted">
          No endpoint of {message.application.name} takes {message.eventType}
          {message.channels.length > 0 && ' on these channels'}. An endpoint that is added now gets the messages after this one.
        </p>
      )}
      <ul>
        {deliveries.map(delivery => (
          <li key={delivery.endpoint.id} className="border-b border-line last:border-b-0">
            <button
              type="button"
              aria-current={delivery === selected || undefined}
              onClick={() => onSelect(delivery.endpoint.id)}
              className="grid w-full gap-0.5 px-4 py-2.5 text-left hover:bg-hover aria-current:bg-selected aria-current:shadow-[inset_2px_0_0_var(--color-focus)] focus-visible:-outline-offset-2"
            >
              <span className="flex items-center gap-2">
                <StateBadge state={delivery.state} inList />
                <span className="flex-1 text-right text-sm text-muted tabular-nums">{summarize(delivery)}</span>
              </span>
              <span className="truncate font-mono text-sm leading-5" title={delivery.endpoint.url}>
                {shortUrl(delivery.endpoint.url)}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </Panel>
  )
}

function summarize({ attemptCount, lastAttempt, endpoint }: DeliveryView): string {
  if (endpoint.deleted) return 'endpoint deleted'
  if (lastAttempt === null) return attemptCount === 0 ? 'no attempt yet' : plural(attemptCount, 'attempt')
  if (attemptCount === 1) return `${describeOutcome(lastAttempt)} in ${formatMs(lastAttempt.totalMs)}`
  return plural(attemptCount, 'attempt')
}
