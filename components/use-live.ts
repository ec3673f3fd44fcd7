'use client'
import { type QueryFilters, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useChanges } from '#components/changes.tsx'
import { useSingleFlight } from '#components/use-single-flight.ts'

/** Reads queries again when something changed. Returns whether it is told of changes now. */
export function useLive(...filters: QueryFilters[]): boolean {
  const queryClient = useQueryClient()
  // One look after the other: under load changes come faster than answers, and the last change is followed by a look of its own.
  const look = useSingleFlight(async () => {
    await Promise.all(filters.map(filter => queryClient.invalidateQueries(filter)))
  })
  return useChanges(look)
}

/** Sums over hours and days, and counts of thousands, need not be read at every change. */
const spacingMs = 5_000

/** The same for such sums: at once, and then no sooner than they are worth it. */
export function useLiveSums(...filters: QueryFilters[]): boolean {
  const queryClient = useQueryClient()
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  const lookedAt = useRef(Number.NEGATIVE_INFINITY)
  useEffect(() => () => clearTimeout(timer.current ?? undefined), [])
  const look = () => {
    timer.current = null
    lookedAt.current = performance.now()
    for (const filter of filters) void queryClient.invalidateQueries(filter, { cancelRefetch: false })
  }
  return useChanges(() => {
    timer.current ??= setTimeout(look, Math.max(0, lookedAt.current + spacingMs - performance.now()))
  })
}
