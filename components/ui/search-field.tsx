'use client'
import { useEffect, useState } from 'react'
import { SearchBox } from '#components/ui/search-box.tsx'

const settleMs = 150

type SearchFieldProps = {
  /** What is looked at: "Name or description". */
  by: string
  /** What is searched for now. */
  text: string
  onSearch: (text: string) => void
}

/** Narrows while one types. What is typed counts as long as the field has the focus; else it shows what is searched for. */
export function SearchField({ by, text, onSearch }: SearchFieldProps) {
  const [typed, setTyped] = useState<string | null>(null)
  const wanted = typed?.trim() ?? text
  useEffect(() => {
    if (wanted === text) return
    const timer = setTimeout(() => onSearch(wanted), settleMs)
    return () => clearTimeout(timer)
  }, [wanted, text, onSearch])
  const leave = () => {
    if (wanted !== text) onSearch(wanted)
    setTyped(null)
  }
  return <SearchBox by={by} maxLength={256} value={typed ?? text} onChange={event => setTyped(event.target.value)} onBlur={leave} />
}
