'use client'
import { describeRange, isFiltered, unfiltered } from '#components/messages/filters.ts'
import { FirstMessageHint } from '#components/messages/first-message-hint.tsx'
import { useSendCommand } from '#components/messages/send-command.ts'
import { useMerchant, usePlace } from '#components/shell/place.tsx'
import { Button } from '#components/ui/button.tsx'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { StateBox } from '#components/ui/state-box.tsx'
import type { FeedFilter } from '#server/messages/feed-schema.ts'

type EmptyMessagesProps = { filter: FeedFilter; onFilter: (filter: FeedFilter) => void }

export function EmptyMessages({ filter, onFilter }: EmptyMessagesProps) {
  const merchant = useMerchant()
  if (isFiltered(filter)) return <NothingMatches filter={filter} onFilter={onFilter} />
  return merchant ? <NothingSent filter={filter} onFilter={onFilter} /> : <NothingYet filter={filter} onFilter={onFilter} />
}

/** A merchant is sent messages and posts none. */
function NothingSent({ filter, onFilter }: EmptyMessagesProps) {
  return (
    <StateBox
      title={filter.range === '30d' ? 'No messages yet' : `No messages ${describeRange(filter.range)}`}
      actions={filter.range !== '30d' && <Button onClick={() => onFilter({ ...filter, range: '30d' })}>Look back 30 days</Button>}
    >
      <p className="text-muted">
        Every event that happens appears here within a second, with its deliveries. A test event, sent from an endpoint’s page, does too.
      </p>
    </StateBox>
  )
}

function NothingMatches({ filter, onFilter }: EmptyMessagesProps) {
  const searching = filter.search !== ''
  return (
    <StateBox
      title={searching ? 'No message has this id or value' : `No message matches ${describeRange(filter.range)}`}
      actions={<Button onClick={() => onFilter(unfiltered(filter))}>Clear filters</Button>}
    >
      <p className="text-muted">
        {searching
          ? 'The search is for a whole message id, a whole event id, or a whole value of the payload where its event type names it, at any time.'
          : 'Remove a filter, or choose a longer time.'}
      </p>
    </StateBox>
  )
}

function NothingYet({ filter, onFilter }: EmptyMessagesProps) {
  const { environment } = usePlace()
  const command = useSendCommand()
  return (
    <StateBox
      title={filter.range === '30d' ? 'No messages yet' : `No messages ${describeRange(filter.range)}`}
      actions={
        <>
          <CopyButton primary value={command} label="Copy the command" text="Copy command" />
          {filter.range !== '30d' && <Button onClick={() => onFilter({ ...filter, range: '30d' })}>Look back 30 days</Button>}
        </>
      }
    >
      <FirstMessageHint
        text={`Every message posted to ${environment.name} appears here within a second, with its deliveries.`}
        command={command}
      />
    </StateBox>
  )
}
