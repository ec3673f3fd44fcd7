'use client'
import dynamic from 'next/dynamic'
import { type ReactNode, useState } from 'react'
import { ChangesProvider } from '#components/changes.tsx'
import { DemoFrame } from '#components/demo/demo-frame.tsx'
import { Palette } from '#components/palette/palette.tsx'
import { Nav, type NavProps } from '#components/shell/nav.tsx'
import { SideLayout } from '#components/shell/side-layout.tsx'
import { ToastRegion } from '#components/ui/toast.tsx'
import { useKeys } from '#components/ui/use-keys.ts'

/** Loaded when it is first asked for. */
const KeysDialog = dynamic(() => import('#components/shell/keys-dialog.tsx').then(module => module.KeysDialog), { ssr: false })

type ShellProps = Omit<NavProps, 'onKeys' | 'onSearch'> & { children: ReactNode }

export function Shell({ children, ...nav }: ShellProps) {
  /** null: nobody has asked for them yet. */
  const [keysOpen, setKeysOpen] = useState<boolean | null>(null)
  const [searching, setSearching] = useState(false)
  useKeys({ '?': () => setKeysOpen(true), 'mod+k': () => setSearching(true) })
  return (
    <ChangesProvider>
      <SideLayout nav={<Nav {...nav} onKeys={() => setKeysOpen(true)} onSearch={() => setSearching(true)} />}>
        <DemoFrame>{children}</DemoFrame>
      </SideLayout>
      <Palette open={searching} onClose={() => setSearching(false)} />
      {keysOpen !== null && <KeysDialog open={keysOpen} onClose={() => setKeysOpen(false)} />}
      <ToastRegion />
    </ChangesProvider>
  )
}
