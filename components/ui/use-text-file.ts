'use client'
import { type ChangeEvent, type DragEvent, useRef, useState } from 'react'

export type TextFile = { name: string; text: string }

type TextFileOptions = {
  maxBytes: number
  /** What is said of a larger file. */
  tooLarge: (name: string) => string
  onRead: (file: TextFile) => void
}

/** A file that is chosen or dropped, as its text. `input` is for a hidden field and `target` for what files may be dropped on. */
export function useTextFile({ maxBytes, tooLarge, onRead }: TextFileOptions) {
  const ref = useRef<HTMLInputElement>(null)
  const [refusal, setRefusal] = useState<string | null>(null)
  const read = async (file: File | undefined) => {
    if (!file) return
    if (file.size > maxBytes) return setRefusal(tooLarge(file.name))
    setRefusal(null)
    onRead({ name: file.name, text: await file.text() })
    // The same file may be chosen again when it was repaired.
    if (ref.current) ref.current.value = ''
  }
  return {
    refusal,
    choose: () => ref.current?.click(),
    input: {
      ref,
      type: 'file',
      tabIndex: -1,
      className: 'sr-only',
      onChange: (event: ChangeEvent<HTMLInputElement>) => void read(event.target.files?.[0]),
    },
    target: {
      onDragOver: (event: DragEvent) => event.preventDefault(),
      onDrop: (event: DragEvent) => {
        event.preventDefault()
        void read(event.dataTransfer.files[0])
      },
    },
  } as const
}
