'use client'
import { Check, Copy } from 'lucide-react'
import { Button, IconButton } from '#components/ui/button.tsx'
import { useCopy } from '#components/ui/use-copy.ts'

/** The one copy button that everything copyable has. With `text` it is a labelled button, else an icon. */
export function CopyButton({ value, label, text, primary = false }: { value: string; label: string; text?: string; primary?: boolean }) {
  const { copied, copy } = useCopy(value)
  const icon = copied ? Check : Copy
  if (text === undefined) return <IconButton icon={icon} label={copied ? 'Copied' : label} onClick={copy} />
  return (
    <Button icon={icon} variant={primary ? 'primary' : 'plain'} aria-label={label} onClick={copy}>
      {copied ? 'Copied' : text}
    </Button>
  )
}
