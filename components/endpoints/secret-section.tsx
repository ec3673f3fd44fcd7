'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { EndpointAddress } from '#components/endpoints/use-endpoint.ts'
import { useScope } from '#components/shell/place.tsx'
import { useRefusal } from '#components/shell/use-refusal.ts'
import { describeError, useTRPC, useTRPCClient } from '#components/trpc.tsx'
import { Button } from '#components/ui/button.tsx'
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { Segmented } from '#components/ui/segmented.tsx'
import { showToast } from '#components/ui/toast.tsx'
import type { EndpointView } from '#server/endpoints/view-schema.ts'

const kinds = { hmac: 'HMAC-SHA256', ed25519: 'Ed25519; what is shown is the public key' }

type SecretSectionProps = { address: EndpointAddress; secret: EndpointView['secret'] }

/** The signing secret: hidden until somebody asks for it, and forgotten when they leave. */
export function SecretSection({ address, secret }: SecretSectionProps) {
  const client = useTRPCClient()
  const scope = useScope()
  const refusal = useRefusal('revealSecrets', 'Seeing a signing secret')
  const rotateRefusal = useRefusal('rotateSecrets', 'Rotating a signing secret')
  const [key, setKey] = useState<string | null>(null)
  const [rotating, setRotating] = useState(false)
  const [revoking, setRevoking] = useState(false)
  const reveal = useMutation({
    mutationFn: () => client.endpoints.revealSecret.mutate({ ...scope, ...address }),
    onSuccess: answer => setKey(answer.key),
    onError: error => showToast(`It could not be revealed. ${describeError(error)}`),
    gcTime: 0,
  })
  return (
    <section aria-label="Signing secret" className="grid gap-2.5 border-t border-line px-4 py-3.5">
      <h3 className="font-medium">Signing secret</h3>
      <div className="flex flex-wrap items-center gap-2">
        <code className={key === null ? 'min-w-0 flex-1 truncate' : 'w-full wrap-anywhere'}>{key ?? 'whsec_••••••••••••••••'}</code>
        {key === null ? (
          <Button disabledReason={refusal ?? (reveal.isPending ? 'It is on its way.' : null)} onClick={() => reveal.mutate()}>
            Reveal
          </Button>
        ) : (
          <>
            <CopyButton value={key} label="Copy the signing secret" text="Copy" />
            <Button onClick={() => setKey(null)}>Hide</Button>
          </>
        )}
        <Button disabledReason={rotateRefusal} onClick={() => setRotating(true)}>
          Rotate
        </Button>
      </div>
      <p className="text-sm text-muted">{kinds[secret.kind]}</p>
      {secret.oldUntil.map((end, index) => (
        <p key={end.toISOString()} className="text-sm text-pretty text-muted">
          {index === 0 ? 'The secret before' : 'An older one'} signs too for <RelativeTime time={end} />, so that the receiver can change
          over.
        </p>
      ))}
      {secret.oldUntil.length > 0 && (
        <Button className="justify-self-start" disabledReason={rotateRefusal} onClick={() => setRevoking(true)}>
          Revoke now
        </Button>
      )}
      <RevokeDialog address={address} open={revoking} onClose={() => setRevoking(false)} />
      <RotateDialog address={address} open={rotating} onClose={() => setRotating(false)} onRotated={setKey} />
    </section>
  )
}

function RevokeDialog({ address, open, onClose }: { address: EndpointAddress; open: boolean; onClose: () => void }) {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queryClient = useQueryClient()
  const scope = useScope()
  const revoke = useMutation({
    mutationFn: () => client.endpoints.revokeOldSecrets.mutate({ ...scope, ...address }),
    onSuccess: () => {
      onClose()
      return queryClient.invalidateQueries(trpc.endpoints.get.pathFilter())
    },
  })
  return (
    <ConfirmDialog
      title="Revoke what signed before"
      open={open}
      onClose={onClose}
      action="Revoke old secrets"
      busy={revoke.isPending}
      error={describeError(revoke.error)}
      onConfirm={() => revoke.mutate()}
    >
      <p className="text-pretty">
        Only the newest secret signs from now on. A receiver that still verifies with an older one refuses deliveries.
      </p>
    </ConfirmDialog>
  )
}

const overlaps = [
  { value: '0', word: 'none' },
  { value: '3600', word: '1 h' },
  { value: '86400', word: '24 h' },
  { value: '604800', word: '7 d' },
]

type RotateDialogProps = { address: EndpointAddress; open: boolean; onClose: () => void; onRotated: (key: string) => void }

function RotateDialog({ address, open, onClose, onRotated }: RotateDialogProps) {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queryClient = useQueryClient()
  const scope = useScope()
  const [overlap, setOverlap] = useState('86400')
  const rotate = useMutation({
    mutationFn: () => client.endpoints.rotateSecret.mutate({ ...scope, ...address, value: { gracePeriodSeconds: Number(overlap) } }),
    onSuccess: ({ key }) => {
      onRotated(key)
      onClose()
      return queryClient.invalidateQueries(trpc.endpoints.get.pathFilter())
    },
    gcTime: 0,
  })
  return (
    <ConfirmDialog
      title="Rotate the signing secret"
      open={open}
      onClose={onClose}
      action="Rotate secret"
      busy={rotate.isPending}
      error={describeError(rotate.error)}
      onConfirm={() => rotate.mutate()}
    >
      <p className="text-pretty">
        A new secret is made and shown. The old one signs beside it for as long as you choose, so that the receiver can change over while
        deliveries go on.
      </p>
      <div className="flex items-center gap-3">
        <span className="text-muted">Overlap</span>
        <Segmented label="Overlap" options={overlaps} value={overlap} onChange={setOverlap} />
      </div>
      {overlap === '0' && (
        <p className="text-sm text-muted">Without overlap the receiver refuses deliveries until it has the new secret.</p>
      )}
    </ConfirmDialog>
  )
}
