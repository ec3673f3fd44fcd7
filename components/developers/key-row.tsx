'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Ban, CircleCheck, Clock } from 'lucide-react'
import { useState } from 'react'
import { useScope } from '#components/shell/place.tsx'
import { describeError, useTRPC, useTRPCClient } from '#components/trpc.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { useClock } from '#components/ui/clock.tsx'
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { Cell, TableRow } from '#components/ui/table.tsx'
import { showToast } from '#components/ui/toast.tsx'
import type { ApiKeyOut } from '#server/api-keys/schema.ts'

export function KeyRow({ apiKey, refusal }: { apiKey: ApiKeyOut; refusal: string | null }) {
  const [revoking, setRevoking] = useState(false)
  const revoke = useRevoke(apiKey)
  const { name, prefix, scope, lastUsedAt, revokedAt } = apiKey
  return (
    <TableRow>
      <Cell card="title">{name}</Cell>
      <Cell className="font-mono text-sm max-wide:hidden max-card:block!">{prefix}…</Cell>
      <Cell className="capitalize">{scope}</Cell>
      <Cell className="text-muted max-wide:hidden max-card:block!">
        {lastUsedAt ? <RelativeTime time={new Date(lastUsedAt)} ago about /> : 'never used'}
      </Cell>
      <Cell card="end">
        <KeyState apiKey={apiKey} />
      </Cell>
      <Cell right>
        <Button
          variant="quiet"
          disabledReason={refusal ?? (revokedAt ? 'It is revoked already.' : null)}
          aria-label={`Revoke ${name}`}
          onClick={() => setRevoking(true)}
        >
          Revoke
        </Button>
        <ConfirmDialog
          title={`Revoke ${name}?`}
          action="Revoke 1 key"
          open={revoking}
          busy={revoke.isPending}
          error={describeError(revoke.error)}
          onConfirm={() => revoke.mutate(undefined, { onSuccess: () => setRevoking(false) })}
          onClose={() => setRevoking(false)}
        >
          <p>Requests with it are refused at once, and it can’t be made valid again.</p>
        </ConfirmDialog>
      </Cell>
    </TableRow>
  )
}

function KeyState({ apiKey: { revokedAt, expiresAt } }: { apiKey: ApiKeyOut }) {
  const { now } = useClock()
  if (revokedAt) return <Badge tone="neutral" icon={Ban} word="Revoked" quiet />
  if (expiresAt && Date.parse(expiresAt) <= now) return <Badge tone="neutral" icon={Clock} word="Expired" quiet />
  if (!expiresAt) return <Badge tone="positive" icon={CircleCheck} word="Valid" quiet />
  return (
    <span className="text-muted">
      ends in <RelativeTime time={new Date(expiresAt)} about />
    </span>
  )
}

function useRevoke({ id, name }: ApiKeyOut) {
  const client = useTRPCClient()
  const trpc = useTRPC()
  const queries = useQueryClient()
  const scope = useScope()
  return useMutation({
    mutationFn: () => client.apiKeys.revoke.mutate({ ...scope, key: id }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: trpc.apiKeys.list.queryKey(scope) })
      showToast(`${name} is refused from now on.`)
    },
  })
}
