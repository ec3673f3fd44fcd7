'use client'
import { useMutation } from '@tanstack/react-query'
import { Ellipsis, FlaskConical, Pause, Play } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { shortUrl } from '#components/deliveries/words.ts'
import { addressOf } from '#components/endpoints/use-endpoint.ts'
import { useSwitch } from '#components/endpoints/use-switch.ts'
import { writeDraft } from '#components/replays/draft.ts'
import { endpointListPath, newReplayPath } from '#components/shell/paths.ts'
import { useScope } from '#components/shell/place.tsx'
import { useRefusal } from '#components/shell/use-refusal.ts'
import { describeError, useTRPCClient } from '#components/trpc.tsx'
import { Button, buttonClass, notOffered } from '#components/ui/button.tsx'
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx'
import { Menu, MenuItem } from '#components/ui/menu.tsx'
import { showToast } from '#components/ui/toast.tsx'
import type { EndpointView } from '#server/endpoints/view-schema.ts'

const weekMs = 7 * 24 * 60 * 60 * 1000

type Asked = 'disable' | 'delete' | null

export function EndpointActions({ endpoint, onTest }: { endpoint: EndpointView; onTest: () => void }) {
  const router = useRouter()
  const scope = useScope()
  const pause = useSwitch(endpoint, endpoint.paused ? 'resume' : 'pause')
  const enable = useSwitch(endpoint, 'enable')
  const [asked, setAsked] = useState<Asked>(null)
  const sendRefusal = useRefusal('send', 'Sending a test event')
  const testRefusal = sendRefusal ?? (endpoint.disabled ? 'The endpoint is disabled; enable it first.' : null)
  const configureRefusal = useRefusal('configure', 'Changing an endpoint')
  const replayRefusal = useRefusal('resend', 'Replaying')
  const replayReason = replayRefusal ?? (endpoint.disabled ? 'The endpoint is disabled; enable it first.' : null)
  // To the preview, where the time can be changed; nothing is sent by it.
  const replay = (state: 'failed' | 'missing') =>
    router.push(newReplayPath(scope, writeDraft({ endpoint: endpoint.id, states: [state], since: new Date(Date.now() - weekMs) })))
  return (
    <div className="ml-auto flex flex-wrap items-center gap-2 max-card:ml-0 max-card:w-full">
      {!endpoint.operational && (
        <Button icon={FlaskConical} disabledReason={testRefusal} onClick={onTest}>
          Send test event
        </Button>
      )}
      <Button
        icon={endpoint.paused ? Play : Pause}
        disabledReason={endpoint.disabled ? 'The endpoint is disabled.' : pause.disabledReason}
        onClick={pause.run}
      >
        {endpoint.paused ? 'Resume' : 'Pause'}
      </Button>
      {(configureRefusal !== notOffered || replayRefusal !== notOffered) && (
        <Menu
          label="More actions"
          triggerLabel="More actions"
          triggerClass={buttonClass('plain', true)}
          trigger={<Ellipsis className="icon" aria-hidden />}
        >
          {endpoint.disabled ? (
            <MenuItem disabledReason={enable.disabledReason} onSelect={enable.run}>
              Enable
            </MenuItem>
          ) : (
            <MenuItem disabledReason={configureRefusal} onSelect={() => setAsked('disable')}>
              Disable
            </MenuItem>
          )}
          {!endpoint.operational && (
            <>
              <MenuItem disabledReason={replayReason} onSelect={() => replay('failed')}>
                Replay what failed
              </MenuItem>
              <MenuItem disabledReason={replayReason} onSelect={() => replay('missing')}>
                Replay what it was not sent
              </MenuItem>
            </>
          )}
          <MenuItem disabledReason={configureRefusal} onSelect={() => setAsked('delete')}>
            Delete endpoint
          </MenuItem>
        </Menu>
      )}
      <DisableDialog endpoint={endpoint} open={asked === 'disable'} onClose={() => setAsked(null)} />
      <DeleteDialog endpoint={endpoint} open={asked === 'delete'} onClose={() => setAsked(null)} />
    </div>
  )
}

type AskProps = { endpoint: EndpointView; open: boolean; onClose: () => void }

function DisableDialog({ endpoint, open, onClose }: AskProps) {
  const disable = useSwitch(endpoint, 'disable')
  return (
    <ConfirmDialog
      title={`Disable ${shortUrl(endpoint.url)}`}
      open={open}
      onClose={onClose}
      action="Disable endpoint"
      busy={disable.disabledReason !== null}
      error={null}
      onConfirm={() => {
        disable.run()
        onClose()
      }}
    >
      <p className="text-pretty">
        What waits for it is canceled, and new messages are skipped for it.{' '}
        {!endpoint.operational && 'When it is enabled again, a replay of what it missed is offered. '}
        To hold deliveries back for a while, pause it instead.
      </p>
    </ConfirmDialog>
  )
}

function DeleteDialog({ endpoint, open, onClose }: AskProps) {
  const client = useTRPCClient()
  const scope = useScope()
  const router = useRouter()
  const address = addressOf(endpoint)
  const remove = useMutation({
    mutationFn: () => client.endpoints.delete.mutate({ ...scope, ...address }),
    onSuccess: () => {
      showToast(`${shortUrl(endpoint.url)} was deleted.`)
      router.push(endpointListPath(scope, { application: address.application, operational: endpoint.operational }))
    },
  })
  return (
    <ConfirmDialog
      title={`Delete ${shortUrl(endpoint.url)}`}
      open={open}
      onClose={onClose}
      action="Delete endpoint"
      busy={remove.isPending}
      error={describeError(remove.error)}
      onConfirm={() => remove.mutate()}
    >
      <p className="text-pretty">
        Nothing is sent to it any more, and what waits for it is canceled. Its deliveries stay readable under their messages. Its signing
        secret is gone: this can’t be undone.
      </p>
    </ConfirmDialog>
  )
}
