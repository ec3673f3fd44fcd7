'use client'
import { Menu } from 'lucide-react'
import { useNavToggle } from '#components/shell/side-layout.tsx'
import { IconButton } from '#components/ui/button.tsx'

/** Only where the nav is folded away. */
export function ReferenceBar({ title }: { title: string }) {
  return (
    <header className="sticky top-0 z-5 flex h-(--size-bar) items-center gap-3 border-b border-line bg-canvas px-4 nav:hidden">
      <IconButton icon={Menu} label="Menu" onClick={useNavToggle()} className="-ml-1.5" />
      <span className="truncate font-medium">{title}</span>
    </header>
  )
}
