'use client'
import { type MouseEvent, type SyntheticEvent, useEffect, useRef, useState } from 'react'

/**
 * Makes a `dialog` the browser's own modal one: it keeps the focus inside, closes on Escape and on a click beside it, and gives the focus
 * back. The state alone opens and closes it, at once: the browser says later that it has closed, and by then it may be open again.
 * `shown`: what is inside may come now. Earlier it could not take the focus, because nobody sees it yet.
 */
export function useModal(open: boolean, onClose: () => void) {
  const ref = useRef<HTMLDialogElement>(null)
  const [shown, setShown] = useState(false)
  useEffect(() => {
    if (open && !ref.current?.open) ref.current?.showModal()
    if (!open) ref.current?.close()
    setShown(open)
  }, [open])
  const dialog = {
    ref,
    // Also told when nobody chose a file in a field inside.
    onCancel: (event: SyntheticEvent) => {
      if (event.target !== ref.current) return
      event.preventDefault()
      onClose()
    },
    // Not every way to close can be prevented.
    onClose: () => {
      if (!ref.current?.open) onClose()
    },
    onClick: (event: MouseEvent) => event.target === ref.current && onClose(),
  }
  return { dialog, shown: open && shown }
}
