'use client'
import { Check, Link } from 'lucide-react'
import { usePlace } from '#components/shell/place.tsx'
import { IconButton } from '#components/ui/button.tsx'
import { useCopy } from '#components/ui/use-copy.ts'

/** Copies an address of the dashboard, to be sent to a colleague. Nobody can open one of the portal without its token. */
export function CopyLink({ label, path }: { label: string; path: string }) {
  const { url, reader } = usePlace()
  const { copied, copy } = useCopy(`${url}${path}`)
  if (reader.kind === 'merchant') return null
  return <IconButton icon={copied ? Check : Link} label={copied ? 'Copied' : label} onClick={copy} />
}
