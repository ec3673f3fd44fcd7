'use client'
import { useEffect, useState } from 'react'
import { showToast } from '#components/ui/toast.tsx'

const shownMs = 1_500

/** Copies a text and says so for a moment. */
export function useCopy(value: string) {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), shownMs)
    return () => clearTimeout(timer)
  }, [copied])
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value)
      setCopied(true)
    } catch {
      // Browsers offer the clipboard only over https and on localhost.
      showToast('The browser did not allow copying. Select the text and copy it by hand.')
    }
  }
  return { copied, copy }
}
