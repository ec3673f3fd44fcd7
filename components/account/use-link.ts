'use client'
import { useEffect, useState } from 'react'

const linkForm = /plink_[A-Za-z0-9]{32}/

/** What stands after the link is filled into the form: the demo's start adds a name and an e-mail address. */
export type Opened = { link: string; name: string; email: string }

/** Reads the link from the fragment, which never reaches the server's log, and takes it out of the address. */
export function useLink(): Opened | 'none' | 'reading' {
  const [opened, setOpened] = useState<Opened | 'none' | 'reading'>('reading')
  useEffect(() => {
    const read = () => {
      const fragment = window.location.hash.slice(1)
      const link = linkForm.exec(fragment)?.[0]
      if (link === undefined) return setOpened(before => (before === 'reading' ? 'none' : before))
      const filled = new URLSearchParams(fragment.slice(fragment.indexOf(link) + link.length).replace(/^[?&]/, ''))
      window.history.replaceState(null, '', window.location.pathname)
      setOpened({ link, name: filled.get('name') ?? '', email: filled.get('email') ?? '' })
    }
    read()
    window.addEventListener('hashchange', read)
    return () => window.removeEventListener('hashchange', read)
  }, [])
  return opened
}
