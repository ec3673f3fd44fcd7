'use client'
import { usePathname } from 'next/navigation'
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'
import { KeysDialog } from '#components/shell/keys-dialog.tsx'
import { Nav, type NavProps } from '#components/shell/nav.tsx'
import { classNames } from '#components/ui/class-names.ts'
import { ToastRegion } from '#components/ui/toast.tsx'
import { useKeys } from '#components/ui/use-keys.ts'

const NavToggle = createContext<() => void>(() => {})

/** Opens the nav where it is folded away. */
export const useNavToggle = () => useContext(NavToggle)

type ShellProps = Omit<NavProps, 'onKeys'> & { children: ReactNode }

export function Shell({ children, ...nav }: ShellProps) {
  const path = usePathname()
  const [keysOpen, setKeysOpen] = useState(false)
  const [navOpen, setNavOpen] = useState(false)
  useKeys({ '?': () => setKeysOpen(true) })
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new page closes the nav that led to it
  useEffect(() => setNavOpen(false), [path])
  useEffect(() => {
    if (!navOpen) return
    const close = (event: KeyboardEvent) => event.key === 'Escape' && setNavOpen(false)
    document.addEventListener('keydown', close)
    return () => document.removeEventListener('keydown', close)
  }, [navOpen])
  return (
    <NavToggle value={() => setNavOpen(open => !open)}>
      <div className="grid min-h-dvh grid-cols-[var(--size-nav)_minmax(0,1fr)] max-nav:grid-cols-[minmax(0,1fr)]">
        {navOpen && (
          <button
            type="button"
            aria-label="Close menu"
            onClick={() => setNavOpen(false)}
            className="fixed inset-0 z-20 bg-scrim nav:hidden"
          />
        )}
        <div
          className={classNames(
            'sticky top-0 h-dvh border-r border-line bg-canvas max-nav:fixed max-nav:inset-y-0 max-nav:left-0 max-nav:z-30 max-nav:w-64',
            navOpen ? 'max-nav:shadow-overlay' : 'max-nav:hidden',
          )}
        >
          <Nav {...nav} onKeys={() => setKeysOpen(true)} />
        </div>
        <div className="min-w-0">{children}</div>
      </div>
      <KeysDialog open={keysOpen} onClose={() => setKeysOpen(false)} />
      <ToastRegion />
    </NavToggle>
  )
}
