'use client'
import Link from 'next/link'
import { describeRange } from '#components/messages/filters.ts'
import { useSendCommand } from '#components/messages/send-command.ts'
import { firstStepsPath } from '#components/shell/paths.ts'
import { usePlace, useScope } from '#components/shell/place.tsx'
import { Button } from '#components/ui/button.tsx'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { StateBox } from '#components/ui/state-box.tsx'
import type { OverviewRange } from '#server/stats/overview-ranges.ts'

export function EmptyOverview({ range, onRange }: { range: OverviewRange; onRange: (range: OverviewRange) => void }) {
  const { environment, begun } = usePlace()
  const scope = useScope()
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
      <p className="text-muted">
        How much of {environment.name} arrives, how fast, and which endpoints fail stands here as soon as something is sent to an endpoint.{' '}
        {begun ? (
          'Post a message with an API key of this environment.'
        ) : (
          <>
            <Link href={firstStepsPath(scope)} className="link">
              Three steps
            </Link>{' '}
            lead to the first message.
          </>
        )}
      </p>
      <div className="w-full">
        <CodeBlock label="Command that posts a message" text={command} />
      </div>
    </StateBox>
  )
}
