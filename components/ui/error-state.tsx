'use client'
import { RotateCw } from 'lucide-react'
import { Button } from '#components/ui/button.tsx'
import { IdText } from '#components/ui/id-text.tsx'
import { StateBox } from '#components/ui/state-box.tsx'

type ErrorStateProps = { title: string; detail: string; requestId: string | null; onRetry: () => void }

/** What failed, a way to try again, and the request id that the log knows. */
export function ErrorState({ title, detail, requestId, onRetry }: ErrorStateProps) {
  return (
    <StateBox
      alert
      title={title}
      actions={
        <>
          <Button icon={RotateCw} onClick={onRetry}>
            Try again
          </Button>
          {requestId && <IdText id={requestId} prefix="request" />}
        </>
      }
    >
      <p className="text-muted">{detail}</p>
    </StateBox>
  )
}
