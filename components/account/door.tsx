import type { ReactNode } from 'react'
import { Logo } from '#components/shell/logo.tsx'

/** The page before one is inside: set-up, sign-in, a new password. */
export function Door({ title, intro, children }: { title: string; intro?: ReactNode; children?: ReactNode }) {
  return (
    <div className="min-h-dvh">
      <header className="flex h-(--size-bar) items-center gap-2 border-b border-line px-6 font-semibold max-nav:px-4">
        <Logo />
        Posthorn
      </header>
      <main className="mx-auto grid max-w-98 gap-6 px-4 pt-[12vh] pb-12">
        <div className="grid gap-1">
          <h1 className="text-lg font-semibold tracking-[-0.015em]">{title}</h1>
          {intro && <p className="text-pretty text-muted">{intro}</p>}
        </div>
        {children}
      </main>
    </div>
  )
}
