'use client'
import { shortUrl } from '#components/deliveries/words.ts'
import { describeAccepted, joinStates } from '#components/replays/words.ts'
import { Chip } from '#components/ui/chip.tsx'
import type { ReplayableState } from '#server/replays/replayable-states.ts'
import type { NamedTarget } from '#server/replays/view-schema.ts'

type Filter = { states: ReplayableState[]; eventTypes: string[]; since: Date | null; until: Date | null }
type Part = 'endpoint' | 'application' | 'eventTypes' | 'accepted'

type FilterChipsProps = { target: NamedTarget; filter: Filter /** Null: it is fixed. */; onRemove: ((part: Part) => void) | null }

/** What a replay sends, in words. */
export function FilterChips({ target, filter, onRemove }: FilterChipsProps) {
  const { states, eventTypes, since, until } = filter
  const remove = (part: Part) => (onRemove === null ? undefined : () => onRemove(part))
  return (
    <>
      {target.endpoint && (
        <Chip
          name="Endpoint"
          value={[target.application?.name, shortUrl(target.endpoint.url)].filter(Boolean).join(', ')}
          onRemove={remove('endpoint')}
        />
      )}
      {target.application && !target.endpoint && (
        <Chip name="Application" value={target.application.name} onRemove={remove('application')} />
      )}
      <Chip name="State" value={joinStates(states)} />
      {eventTypes.length > 0 && (
        <Chip
          name="Event type"
          value={eventTypes.length <= 2 ? eventTypes.join(', ') : `${eventTypes.length} chosen`}
          onRemove={remove('eventTypes')}
        />
      )}
      {(since || until || onRemove === null) && (
        <Chip name="Accepted" value={describeAccepted(since, until)} onRemove={remove('accepted')} />
      )}
    </>
  )
}
