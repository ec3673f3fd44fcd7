'use client'
import { useRef } from 'react'

const nearTop = 4

/** The top of a list that scrolls by itself, and on a phone with its page. */
export function useListTop() {
  const scroller = useRef<HTMLDivElement>(null)
  return {
    scroller,
    isAtTop: () => (scroller.current?.scrollTop ?? 0) < nearTop && window.scrollY < nearTop,
    scrollToTop: () => {
      scroller.current?.scrollTo({ top: 0 })
      window.scrollTo({ top: 0 })
    },
  }
}
