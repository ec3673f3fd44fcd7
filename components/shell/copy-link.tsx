'use client'
import { Check, Link } from 'lucide-react'
import { usePlace } from '#components/shell/place.tsx'
import { IconButton } from '#components/ui/button.tsx'
import { useCopy } from '#components/ui/use-copy.ts'

/** Copies an address of the dashboard, to be sent to a colleague. */
export function CopyLink({ label, path }: { label: string; path: string }) {
  const { url } = usePlace()
  const { copied, copy } = useCopy(`${url}${path}`)
  return <IconButton icon={copied ? Check : Link} label={copied ? 'Copied' : label} onClick={copy} />
}
