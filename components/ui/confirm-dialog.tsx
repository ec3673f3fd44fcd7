'use client'
import type { ReactNode } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Notice } from '#components/ui/notice.tsx'

type ConfirmDialogProps = {
  title: string
  open: boolean
  /** A verb and what it acts on: "Delete endpoint". */
  action: string
  busy: boolean
  error: string | null
  onConfirm: () => void
  onClose: () => void
  children: ReactNode
}

/** Says what will happen before it does. */
export function ConfirmDialog({ title, open, action, busy, error, onConfirm, onClose, children }: ConfirmDialogProps) {
  return (
    <Dialog title={title} open={open} onClose={onClose}>
      <div className="grid gap-4">
        {children}
        {error && <Notice>{error}</Notice>}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" disabledReason={busy ? 'It is being done.' : null} onClick={onConfirm}>
            {action}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
