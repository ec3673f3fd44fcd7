'use client'
import { Search } from 'lucide-react'
import Link from 'next/link'
import { usePathname, useRouter } from 'next/navigation'
import { type KeyboardEvent, useRef, useState } from 'react'
import { type Found, findOperations, resourcePath, type Section } from '#components/reference/search.ts'
import { Logo } from '#components/shell/logo.tsx'
import { navItem } from '#components/shell/nav-item.ts'
import { referencePath } from '#components/shell/paths.ts'
import type { Theme } from '#components/shell/theme.ts'
import { ThemeMenu } from '#components/shell/theme-menu.tsx'
import { Kbd } from '#components/ui/kbd.tsx'
import { useKeys } from '#components/ui/use-keys.ts'

export function ReferenceNav({ sections, theme }: { sections: readonly Section[]; theme: Theme }) {
  const [text, setText] = useState('')
  const found = text.trim() === '' ? null : findOperations(sections, text)
  return (
    <nav aria-label="Reference" className="flex h-full flex-col gap-2 px-2 pb-3">
      <Link href={referencePath} className="flex h-(--size-bar) flex-none items-center gap-2 rounded-md px-2 font-semibold">
        <Logo />
        Posthorn API
      </Link>
      <SearchField text={text} first={found?.[0]} onText={setText} />
      <div className="min-h-0 flex-1 overflow-y-auto">{found === null ? <Contents sections={sections} /> : <Results found={found} />}</div>
      <ThemeMenu theme={theme} />
    </nav>
  )
}

type SearchFieldProps = { text: string; first: Found | undefined; onText: (text: string) => void }

/** Typing narrows the nav; Enter opens what stands first. */
function SearchField({ text, first, onText }: SearchFieldProps) {
  const router = useRouter()
  const input = useRef<HTMLInputElement>(null)
  useKeys({ '/': () => input.current?.focus() })
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onText('')
    if (event.key === 'Enter' && first) router.push(first.href)
  }
  return (
    <div className="relative flex-none">
      <Search className="icon absolute top-1/2 left-2 -translate-y-1/2 text-mark" aria-hidden />
      <input
        ref={input}
        type="search"
        aria-label="Search the reference"
        placeholder="Search"
        value={text}
        onChange={event => onText(event.target.value)}
        onKeyDown={onKeyDown}
        className="h-(--size-control) w-full rounded-md border border-line-control bg-surface pr-8 pl-8"
      />
      {text === '' && <Kbd className="absolute top-1/2 right-1.5 -translate-y-1/2">/</Kbd>}
    </div>
  )
}

function Contents({ sections }: { sections: readonly Section[] }) {
  const path = usePathname()
  return (
    <ul className="grid gap-px">
      <li>
        <Link href={referencePath} aria-current={path === referencePath ? 'page' : undefined} className={navItem}>
          Introduction
        </Link>
      </li>
      {sections.map(section => (
        <li key={section.slug}>
          <Link href={resourcePath(section)} aria-current={path === resourcePath(section) ? 'page' : undefined} className={navItem}>
            <span className="truncate">{section.name}</span>
          </Link>
          {path === resourcePath(section) && (
            <ul className="my-1 ml-3 border-l border-line pl-1">
              {section.entries.map(({ anchor, summary }) => (
                <li key={anchor}>
                  <a href={`#${anchor}`} className="block rounded-md px-2 py-1 text-sm text-muted hover:bg-hover hover:text-text">
                    {summary}
                  </a>
                </li>
              ))}
            </ul>
          )}
        </li>
      ))}
    </ul>
  )
}

function Results({ found }: { found: readonly Found[] }) {
  return (
    <>
      <p role="status" className="px-2 py-1 text-sm text-muted">
        {found.length === 0 ? 'Nothing has all of these words' : found.length === 1 ? '1 operation' : `${found.length} operations`}
      </p>
      <ul>
        {found.map(({ href, summary, method, path }) => (
          <li key={href}>
            <Link href={href} className="grid rounded-md px-2 py-1.5 hover:bg-hover">
              <span>{summary}</span>
              <code className="truncate text-muted">
                {method} {path}
              </code>
            </Link>
          </li>
        ))}
      </ul>
    </>
  )
}
