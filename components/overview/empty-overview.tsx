'use client'
import { describeRange } from '#components/messages/filters.ts'
import { FirstMessageHint } from '#components/messages/first-message-hint.tsx'
import { useSendCommand } from '#components/messages/send-command.ts'
import { usePlace } from '#components/shell/place.tsx'
import { Button } from '#components/ui/button.tsx'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { StateBox } from '#components/ui/state-box.tsx'
import type { OverviewRange } from '#server/stats/overview-ranges.ts'

export function EmptyOverview({ range, onRange }: { range: OverviewRange; onRange: (range: OverviewRange) => void }) {
  const { environment } = usePlace()
  const command = useSendCommand()
  return (
    <StateBox
      title={range === '30d' ? 'No deliveries yet' : `No deliveries ${describeRange(range)}`}
      actions={
        <>
          <CopyButton primary value={command} label="Copy the command" text="Copy command" />
          {range !== '30d' && <Button onClick={() => onRange('30d')}>Look back 30 days</Button>}
        </>
      }
    >
      <FirstMessageHint
        text={`How much of ${environment.name} arrives, how fast, and which endpoints fail stands here as soon as something is sent to an endpoint.`}
        command={command}
      />
    </StateBox>
  )
}
