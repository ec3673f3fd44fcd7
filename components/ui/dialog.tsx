'use client'
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { IconButton } from '#components/ui/button.tsx'
import { classNames } from '#components/ui/class-names.ts'
import { useModal } from '#components/ui/use-modal.ts'

type DialogProps = {
  title: string
  open: boolean
  onClose: () => void
  /** For what is more than a few lines. */
  wide?: boolean
  children: ReactNode
}

export function Dialog({ title, open, onClose, wide = false, children }: DialogProps) {
  const { dialog, shown } = useModal(open, onClose)
  return (
    <dialog
      {...dialog}
      aria-label={title}
      onKeyDown={event => event.stopPropagation()}
      className={classNames(
        wide ? 'mt-[6vh] max-w-180' : 'mt-[12vh] max-w-105',
        'm-auto w-full rounded-lg bg-raised p-0 text-text shadow-overlay outline-none backdrop:bg-scrim max-card:max-w-[calc(100vw-2rem)]',
      )}
    >
      {shown && (
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
