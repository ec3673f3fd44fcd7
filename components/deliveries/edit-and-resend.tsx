'use client'
import { useQuery } from '@tanstack/react-query'
import { Pencil } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { whyGone } from '#components/deliveries/words.ts'
import { QueryError } from '#components/query-error.tsx'
import { useScope } from '#components/shell/place.tsx'
import { useRefusal } from '#components/shell/use-refusal.ts'
import { useTRPC } from '#components/trpc.tsx'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import type { DeliveryView, MessageView } from '#server/messages/detail-schema.ts'

/** Loaded when it is first asked for. */
const EditForm = dynamic(() => import('#components/deliveries/edit-form.tsx').then(module => module.EditForm), { ssr: false })

type EditAndResendProps = { message: MessageView; delivery: DeliveryView }

/** Sends the message with another payload: as a new one, to this endpoint alone or to another URL. */
export function EditAndResend({ message, delivery }: EditAndResendProps) {
  const trpc = useTRPC()
  const [open, setOpen] = useState(false)
  const refusal = useRefusal('resendEdited', 'Resending')
  const payload = useQuery(
    trpc.messages.payload.queryOptions({ ...useScope(), message: message.id }, { staleTime: Number.POSITIVE_INFINITY }),
  )
  const text = payload.data?.kind === 'payload' ? payload.data.text : null
  const gone = whyGone(delivery.endpoint)
  const expired = payload.data?.kind === 'expired' ? 'The payload has expired, so there is nothing to edit.' : null
  return (
    <>
      <Button icon={Pencil} disabledReason={refusal ?? gone ?? expired} onClick={() => setOpen(true)}>
        Edit and resend
      </Button>
      <Dialog title="Edit and resend" open={open} onClose={() => setOpen(false)} wide>
        {payload.isPending && <Skeleton width={280} />}
        {payload.isError && !payload.data && <QueryError what="payload" query={payload} />}
        {expired !== null && <Notice>{expired}</Notice>}
        {text !== null && <EditForm message={message} delivery={delivery} original={text} />}
      </Dialog>
    </>
  )
}
