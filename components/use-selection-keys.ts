'use client'
import { useKeys } from '#components/ui/use-keys.ts'
import { stepAlong } from '#components/ui/use-row-keys.ts'
import type { ListAddress } from '#components/use-list-address.ts'

/** `j` and `k` move the selection, which stands in the address, and the focus with it; Enter opens what is selected. */
export function useSelectionKeys(ids: readonly string[], { readSelected, select }: ListAddress, open: (id: string) => void): void {
  const move = (by: number) => {
    const next = stepAlong(ids, readSelected(), by)
    if (next === undefined) return
    select(next)
    document.getElementById(next)?.focus()
  }
  const openSelected = () => {
    const id = readSelected()
    if (id !== null) open(id)
  }
  useKeys({ j: () => move(1), k: () => move(-1), Enter: openSelected })
}
