'use client'
import { usePathname, useSearchParams } from 'next/navigation'
import { useMemo } from 'react'
import { type Draft, readDraft, writeDraft } from '#components/replays/draft.ts'

/** The replay that is being put together, kept in the address alone; each change is a step that Back undoes. */
export function useDraft() {
  const path = usePathname()
  const params = useSearchParams()
  const draft = useMemo(() => readDraft(params), [params])
  return {
    draft,
    setDraft: (changed: Draft) => window.history.pushState(null, '', `${path}?${writeDraft(changed)}`),
  }
}
