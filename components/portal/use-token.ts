'use client'
import { useRouter } from 'next/navigation'
import { useCallback, useEffect, useRef, useState } from 'react'
import { addressInside, type Brought, exchangeToken, keepToken, keptToken, readAddress } from '#components/portal/token.ts'
import type { ClosedReason } from '#components/portal/words.ts'
import { overviewPath } from '#components/shell/paths.ts'
import { portalSlug } from '#server/portal/session-schema.ts'

/** `count`: of the tokens so far, the first is 1. */
type Opening = { kind: 'opening' } | { kind: 'away' } | { kind: 'open'; count: number } | { kind: 'closed'; reason: ClosedReason }

/**
 * Opens the portal with the token of the address, or with the one that this tab kept, and takes it out of the address. A token that
 * comes later, in a changed fragment, replaces the one before.
 */
export function useToken(environment: string) {
  const router = useRouter()
  const held = useRef<string | null>(null)
  const [state, setState] = useState<Opening>({ kind: 'opening' })

  const open = useCallback(
    async (brought: Brought | null) => {
      const token = brought?.once ? await exchangeToken(brought.token) : (brought?.token ?? keptToken(environment))
      if (brought) {
        const next = brought.next && addressInside(overviewPath({ organization: portalSlug, environment }), brought.next)
        if (next) router.replace(next)
        else window.history.replaceState(null, '', window.location.pathname + window.location.search)
      }
      if (token === null) return setState({ kind: 'closed', reason: brought?.once ? 'used' : 'missing' })
      held.current = token
      keepToken(environment, token)
      setState(before => ({ kind: 'open', count: before.kind === 'open' ? before.count + 1 : 1 }))
    },
    [environment, router],
  )

  const read = useCallback(() => {
    const brought = readAddress(window.location)
    // Once open, a fragment without a token is a place on the page.
    if (brought || held.current === null) open(brought).catch(() => setState({ kind: 'away' }))
  }, [open])

  // The first look: twice would use up a token that works once.
  const looked = useRef(false)
  useEffect(() => {
    if (!looked.current) read()
    looked.current = true
    window.addEventListener('hashchange', read)
    return () => window.removeEventListener('hashchange', read)
  }, [read])

  const close = useCallback(
    (reason: ClosedReason) => {
      keepToken(environment, null)
      setState({ kind: 'closed', reason })
    },
    [environment],
  )
  return { state, readToken: useCallback(() => held.current, []), close, retry: read }
}
