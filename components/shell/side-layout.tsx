'use client'
import { usePathname } from 'next/navigation'
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'
import { classNames } from '#components/ui/class-names.ts'

const NavToggle = createContext<() => void>(() => {})

/** Opens the nav where it is folded away. */
export const useNavToggle = () => useContext(NavToggle)

/** A nav beside the page; where it is narrow, folded away until it is asked for. */
export function SideLayout({ nav, children }: { nav: ReactNode; children: ReactNode }) {
  const path = usePathname()
  const [navOpen, setNavOpen] = useState(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new page closes the nav that led to it
  useEffect(() => setNavOpen(false), [path])
  useEffect(() => {
    if (!navOpen) return
    const close = () => setNavOpen(false)
    const closeOnEscape = (event: KeyboardEvent) => event.key === 'Escape' && close()
    document.addEventListener('keydown', closeOnEscape)
    window.addEventListener('hashchange', close)
    return () => {
      document.removeEventListener('keydown', closeOnEscape)
      window.removeEventListener('hashchange', close)
    }
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
          {nav}
        </div>
        <div className="min-w-0">{children}</div>
      </div>
    </NavToggle>
  )
}
