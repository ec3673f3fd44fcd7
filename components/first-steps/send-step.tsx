'use client'
import { useMutation } from '@tanstack/react-query'
import Link from 'next/link'
import { messageBody, postCommand } from '#components/messages/send-command.ts'
import { developersPath } from '#components/shell/paths.ts'
import { usePlace, useScope } from '#components/shell/place.tsx'
import { useRefusal } from '#components/shell/use-refusal.ts'
import { describeError, useTRPCClient } from '#components/trpc.tsx'
import { Button } from '#components/ui/button.tsx'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Step, type StepState } from '#components/ui/steps.tsx'
import type { FirstSteps } from '#server/first-steps/schema.ts'

export function SendStep({ steps: { application, endpoint, message } }: { steps: FirstSteps }) {
  const state: StepState = message ? 'done' : endpoint ? 'current' : 'waiting'
  return (
    <Step number={3} state={state} title="Send an event" note={message && 'It is here.'}>
      <p className="text-sm text-muted">With an API key of this environment, from wherever your back end runs.</p>
      {application && endpoint && <Command application={application.uid ?? application.id} />}
    </Step>
  )
}

function Command({ application }: { application: string }) {
  const client = useTRPCClient()
  const scope = useScope()
  const { url } = usePlace()
  const refusal = useRefusal('manageKeys', 'Making an API key')
  const make = useMutation({ mutationFn: () => client.apiKeys.create.mutate({ ...scope, name: 'First message', scope: 'developer' }) })
  const key = make.data?.token
  const command = postCommand(url, `app/${application}/msg`, messageBody, key)
  const refused = describeError(make.error)
  return (
    <div className="grid min-w-0 gap-3">
      {refused && <Notice>{refused}</Notice>}
      <CodeBlock label="Command that sends an event" text={command} />
      <div className="flex flex-wrap items-center gap-3">
        {key === undefined && (
          <Button variant="primary" disabledReason={refusal ?? (make.isPending ? 'It is being made.' : null)} onClick={() => make.mutate()}>
            Make an API key for it
          </Button>
        )}
        <CopyButton primary={key !== undefined} value={command} label="Copy the command" text="Copy command" />
      </div>
      <p className="text-sm text-pretty text-muted">
        {key === undefined ? (
          <>
            The command reads the key from <code>POSTHORN_KEY</code>; with one made here it is complete.
          </>
        ) : (
          <>
            The key is in the command and is shown this once; it can be revoked, and others made, under{' '}
            <Link href={developersPath(scope)} className="link">
              Developers
            </Link>
            .
          </>
        )}
      </p>
    </div>
  )
}
