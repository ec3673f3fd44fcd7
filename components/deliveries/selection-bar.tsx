'use client'
import { useMutation } from '@tanstack/react-query'
import { Ban, Redo2 } from 'lucide-react'
import type { Selection } from '#components/deliveries/use-selection.ts'
import { plural } from '#components/deliveries/words.ts'
import { useScope } from '#components/shell/place.tsx'
import { useRefusal } from '#components/shell/use-refusal.ts'
import { describeError, useTRPCClient } from '#components/trpc.tsx'
import { Button } from '#components/ui/button.tsx'
import { Kbd } from '#components/ui/kbd.tsx'
import { showToast } from '#components/ui/toast.tsx'
import { useKeys } from '#components/ui/use-keys.ts'

const deliveries = (count: number) => plural(count, 'delivery', 'deliveries')

/** What can be done with the selected rows, in numbers. */
export function SelectionBar({ selection }: { selection: Selection }) {
  const client = useTRPCClient()
  const scope = useScope()
  const { rows } = selection
  const waiting = rows.filter(row => row.state === 'pending' || row.state === 'retrying')
  const keys = (chosen: typeof rows) => ({ ...scope, deliveries: chosen.map(row => row.id) })
  const resend = useAction(
    () => client.deliveries.resendMany.mutate(keys(rows)),
    (count, asked) =>
      count === asked
        ? `${deliveries(count)} on the way.`
        : `${deliveries(count)} on the way. The payload of the others has expired, or their endpoint is disabled or deleted.`,
    selection,
  )
  const cancel = useAction(
    () => client.deliveries.cancelMany.mutate(keys(waiting)),
    (count, asked) => `${deliveries(count)} canceled.${count < asked ? ' The others had ended meanwhile.' : ''}`,
    selection,
  )
  const forbidden = useRefusal('resend', 'This')
  const busy = resend.isPending || cancel.isPending ? 'It is being done.' : null
  const resendReason = forbidden ?? busy
  const cancelReason = forbidden ?? busy ?? (waiting.length === 0 ? 'None of these waits.' : null)
  const endpoints = new Set(rows.map(row => row.endpoint.id)).size
  useKeys({ r: () => resendReason === null && resend.mutate(rows.length) })
  return (
    <div className="flex min-h-12 flex-wrap items-center gap-2 border-t border-line bg-surface px-6 py-2 max-nav:px-4 max-card:sticky max-card:bottom-0">
      <span role="status" className="font-medium tabular-nums">
        {deliveries(rows.length)} selected
      </span>
      <Button variant="quiet" onClick={selection.clear}>
        Clear <Kbd>esc</Kbd>
      </Button>
      <span className="ml-auto flex flex-wrap gap-2">
        <Button icon={Ban} disabledReason={cancelReason} onClick={() => cancel.mutate(waiting.length)}>
          Cancel {waiting.length} waiting
        </Button>
        <Button icon={Redo2} variant="primary" disabledReason={resendReason} onClick={() => resend.mutate(rows.length)}>
          Resend {deliveries(rows.length)} to {plural(endpoints, 'endpoint')} <Kbd>r</Kbd>
        </Button>
      </span>
    </div>
  )
}

/** `asked`: of how many it was asked. */
function useAction(run: () => Promise<{ count: number }>, say: (count: number, asked: number) => string, selection: Selection) {
  return useMutation({
    mutationFn: (_asked: number) => run(),
    onSuccess: ({ count }, asked) => {
      showToast(say(count, asked))
      selection.clear()
    },
    onError: error => showToast(`It was not done: ${describeError(error)}`),
  })
}
