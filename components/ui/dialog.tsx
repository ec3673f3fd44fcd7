'use client'
import { X } from 'lucide-react'
import { type ReactNode, useEffect, useRef } from 'react'
import { IconButton } from '#components/ui/button.tsx'
import { classNames } from '#components/ui/class-names.ts'

type DialogProps = {
  title: string
  open: boolean
  onClose: () => void
  /** For what is more than a few lines. */
  wide?: boolean
  children: ReactNode
}

/** The browser's own modal dialog: it keeps the focus inside, closes on Escape and gives the focus back. */
export function Dialog({ title, open, onClose, wide = false, children }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    if (open && !ref.current?.open) ref.current?.showModal()
    if (!open) ref.current?.close()
  }, [open])
  return (
    <dialog
      ref={ref}
      aria-label={title}
      onClose={onClose}
      onClick={event => event.target === ref.current && onClose()}
      onKeyDown={event => event.stopPropagation()}
      className={classNames(
        wide ? 'mt-[6vh] max-w-180' : 'mt-[12vh] max-w-105',
        'm-auto w-full rounded-lg bg-raised p-0 text-text shadow-overlay backdrop:bg-scrim max-card:max-w-[calc(100vw-2rem)]',
      )}
    >
      {open && (
        <>
          <div className="flex min-h-12 items-center gap-2 border-b border-line pr-2 pl-4">
            <h2 className="flex-1 font-medium">{title}</h2>
            <IconButton icon={X} label="Close" onClick={onClose} />
          </div>
          <div className="p-4">{children}</div>
        </>
      )}
    </dialog>
  )
}
