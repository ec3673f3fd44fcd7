'use client'
import dynamic from 'next/dynamic'
import { useModal } from '#components/ui/use-modal.ts'

/** Loaded when it is first asked for: no page waits for it. */
const Contents = dynamic(() => import('#components/palette/contents.tsx').then(module => module.Contents), { ssr: false })

type PaletteProps = { open: boolean; onClose: () => void }

/** Goes to anything by its name or id, and does what the page can do. */
export function Palette({ open, onClose }: PaletteProps) {
  const { dialog, shown } = useModal(open, onClose)
  return (
    <dialog
      {...dialog}
      aria-label="Search or go to"
      className="m-auto mt-[12vh] w-full max-w-160 overflow-hidden rounded-lg bg-raised p-0 text-text shadow-overlay outline-none backdrop:bg-scrim max-card:max-w-[calc(100vw-2rem)]"
    >
      {shown && <Contents onClose={onClose} />}
    </dialog>
  )
}
