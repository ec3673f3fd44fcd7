'use client'
import { useKeys } from '#components/ui/use-keys.ts'

/** `j` and `k` move the focus along the links of a list's rows, which have these ids; Enter then opens, as of any link. */
export function useRowKeys(ids: readonly string[]): void {
  const step = (by: number) => {
    const at = ids.indexOf(document.activeElement?.id ?? '')
    const next = ids[at === -1 ? 0 : Math.max(0, Math.min(at + by, ids.length - 1))]
    if (next !== undefined) document.getElementById(next)?.focus()
  }
  useKeys({ j: () => step(1), k: () => step(-1) })
}
