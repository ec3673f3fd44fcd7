'use client'
import { useKeys } from '#components/ui/use-keys.ts'

/** The id that is `by` further than one, at most the first or last of them; the first, where that one is not among them. */
export function stepAlong(ids: readonly string[], from: string | null, by: number): string | undefined {
  const at = ids.indexOf(from ?? '')
  return ids[at === -1 ? 0 : Math.max(0, Math.min(at + by, ids.length - 1))]
}

/** `j` and `k` move the focus along the links of a list's rows, which have these ids; Enter then opens, as of any link. */
export function useRowKeys(ids: readonly string[]): void {
  const step = (by: number) => {
    const next = stepAlong(ids, document.activeElement?.id ?? null, by)
    if (next !== undefined) document.getElementById(next)?.focus()
  }
  useKeys({ j: () => step(1), k: () => step(-1) })
}
