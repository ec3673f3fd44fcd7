import type { ReactNode } from 'react'

type LoadingPageProps = {
  title: string
  /** Whether a bar with filters stands above the list. */
  withBar?: boolean
  children: ReactNode
}

/** A list's page before its list. As little as possible: it is loaded with every page of its section. */
export function LoadingPage({ title, withBar = true, children }: LoadingPageProps) {
  return (
    <main>
      <h1 className="flex h-(--size-bar) items-center border-b border-line px-6 font-medium">{title}</h1>
      {withBar && <div className="h-12 border-b border-line" />}
      {children}
    </main>
  )
}
