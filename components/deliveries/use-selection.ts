'use client'
import { useState } from 'react'
import type { UndeliveredRow } from '#server/deliveries/undelivered-schema.ts'

/** As many as one request may act on. */
const maxSelected = 100

export type Selection = ReturnType<typeof useSelection>

/** Which of the rows are selected. What is not in the list any more is not selected any more. */
export function useSelection(rows: UndeliveredRow[]) {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set())
  return {
    rows: rows.filter(row => ids.has(row.id)),
    most: Math.min(rows.length, maxSelected),
    has: (id: string) => ids.has(id),
    toggle: (id: string) =>
      setIds(before => {
        const next = new Set(rows.map(row => row.id).filter(shown => before.has(shown)))
        if (!next.delete(id) && next.size < maxSelected) next.add(id)
        return next
      }),
    setAll: (all: boolean) => setIds(new Set(all ? rows.slice(0, maxSelected).map(row => row.id) : [])),
    clear: () => setIds(new Set()),
  }
}
