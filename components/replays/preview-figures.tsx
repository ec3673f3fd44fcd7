import { plural } from '#components/deliveries/words.ts'
import { describeCounted } from '#components/replays/words.ts'
import { Figure, Figures } from '#components/ui/figures.tsx'
import { formatCount, formatSpan } from '#components/ui/format.ts'
import type { ReplayMatches } from '#server/replays/schema.ts'

/** What would be sent, what has arrived meanwhile, and how long it takes. */
export function PreviewFigures({ preview, rate }: { preview: ReplayMatches; rate: number }) {
  const { matching, delivered, endpointCount, eventTypes } = preview
  const span = formatSpan(Math.ceil(matching.count / rate) * 1_000)
  return (
    <Figures>
      <Figure name="Would be sent" note={matching.more ? 'counted further while it runs' : 'counted exactly, oldest first'}>
        {describeCounted(matching)}
      </Figure>
      <Figure name="Already delivered" note="of the same endpoints; left out">
        {describeCounted(delivered)}
      </Figure>
      <Figure name="Endpoints" note={describeTypes(eventTypes)}>
        {endpointCount}
      </Figure>
      <Figure name="Estimated time" note={`at ${rate} per second`}>
        {matching.more ? `over ${span}` : span}
      </Figure>
    </Figures>
  )
}

/** `1,108 payment.succeeded, 96 refund.succeeded` */
function describeTypes(types: ReplayMatches['eventTypes']): string {
  const [first, second, ...rest] = types
  if (first === undefined) return 'nothing to send'
  if (rest.length > 0) return `${formatCount(first.count)} ${first.eventType}, ${plural(types.length - 1, 'other event type')}`
  return [first, second].flatMap(type => (type ? [`${formatCount(type.count)} ${type.eventType}`] : [])).join(', ')
}
