'use client'
import { usePathname, useSearchParams } from 'next/navigation'
import { useMemo } from 'react'

export type ListAddress = Pick<ReturnType<typeof useListAddress>, 'readSelected' | 'select'>

/**
 * A list's state, kept in the address alone. Written with the History API, which Next follows without asking the server again:
 * a filter is a step that Back undoes, a selection is not.
 */
export function useListAddress<F>(readFilter: (params: Pick<URLSearchParams, 'get'>) => F, writeFilter: (filter: F) => URLSearchParams) {
  const path = usePathname()
  const params = useSearchParams()
  const filter = useMemo(() => readFilter(params), [readFilter, params])
  const selected = params.get('selected')

  const address = (next: URLSearchParams) => (next.size === 0 ? path : `${path}?${next}`)
  return {
    filter,
    selected,
    setFilter: (changed: F) => window.history.pushState(null, '', address(writeFilter(changed))),
    /** As it is now: a key may be pressed twice before the page is drawn again. */
    readSelected: () => new URLSearchParams(window.location.search).get('selected'),
    select: (id: string | null) => {
      const next = writeFilter(filter)
      if (id !== null) next.set('selected', id)
      window.history.replaceState(null, '', address(next))
    },
  }
}
