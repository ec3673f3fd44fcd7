'use client'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { shortUrl } from '#components/deliveries/words.ts'
import { useScope } from '#components/shell/place.tsx'
import { useTRPC } from '#components/trpc.tsx'

/** What a chip says of the chosen values. */
export const summarize = (values: string[]): string => (values.length <= 2 ? values.join(', ') : `${values.length} chosen`)

/** The names of the chosen applications; while they are on their way, the ones shown before, so that the chip does not blink. */
export function useApplicationNames(ids: string[]): string {
  const trpc = useTRPC()
  const scope = useScope()
  const { data } = useQuery(trpc.messages.nameApplications.queryOptions({ ...scope, ids }, { enabled: ids.length > 0 && ids.length <= 2 }))
  const [names, setNames] = useState('…')
  useEffect(() => {
    if (data) setNames(summarize(ids.map(id => data.find(application => application.id === id)?.name ?? 'unknown')))
  }, [data, ids])
  return ids.length > 2 ? summarize(ids) : names
}

/** The URL of the chosen endpoint. */
export function useEndpointName(id: string | null): string {
  const trpc = useTRPC()
  const scope = useScope()
  const { data } = useQuery(trpc.messages.searchEndpoints.queryOptions({ ...scope, text: id ?? '' }, { enabled: id !== null }))
  if (data === undefined) return '…'
  return data[0] ? shortUrl(data[0].url) : 'unknown'
}
