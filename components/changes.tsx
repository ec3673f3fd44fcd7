'use client'
import { useSubscription } from '@trpc/tanstack-react-query'
import { createContext, type ReactNode, useContext, useEffect, useEffectEvent, useMemo, useState } from 'react'
import { useScope } from '#components/shell/place.tsx'
import { useTRPC } from '#components/trpc.tsx'
import { usePageVisible } from '#components/use-page-visible.ts'

type Listener = () => void

const ChangesContext = createContext<{ connected: boolean; listeners: Set<Listener> } | null>(null)

/** The one stream of a tab, however many listen to it: browsers allow few per host. */
export function ChangesProvider({ children }: { children: ReactNode }) {
  const trpc = useTRPC()
  const enabled = usePageVisible()
  const [listeners] = useState(() => new Set<Listener>())
  const onData = () => {
    for (const listener of listeners) listener()
  }
  const { status } = useSubscription(trpc.messages.changes.subscriptionOptions(useScope(), { enabled, onData }))
  const connected = status === 'pending'
  const value = useMemo(() => ({ connected, listeners }), [connected, listeners])
  return <ChangesContext value={value}>{children}</ChangesContext>
}

/** Is told when something changed in the environment, while the page is seen. Returns whether it is told now. */
export function useChanges(onChange: Listener): boolean {
  const changes = useContext(ChangesContext)
  if (changes === null) throw new Error('This needs a ChangesProvider around it')
  const { connected, listeners } = changes
  const tell = useEffectEvent(onChange)
  const joinsLate = useEffectEvent(() => connected)
  useEffect(() => {
    const listener = () => tell()
    listeners.add(listener)
    // What happened after the page was read and before now is told to nobody else.
    if (joinsLate()) tell()
    return () => void listeners.delete(listener)
  }, [listeners])
  return connected
}
