'use client'
import Link from 'next/link'
import { usePathname } from 'next/navigation'

export type Tab = {
  name: string
  href: string /** Whether a page is the tab's; absent: its own alone. */
  holds?: (path: string) => boolean
}

/** The parts of a section, each a page of its own. */
export function Tabs({ label, tabs }: { label: string; tabs: readonly Tab[] }) {
  const path = usePathname()
  return (
    <nav aria-label={label} className="overflow-x-auto border-b border-line px-6 max-nav:px-4">
      <ul className="flex gap-5">
        {tabs.map(({ name, href, holds = shown => shown === href }) => (
          <li key={href}>
            <Link
              href={href}
              aria-current={holds(path) ? 'page' : undefined}
              className="flex h-10 items-center border-b-2 border-transparent whitespace-nowrap text-muted hover:text-text focus-visible:-outline-offset-2 aria-[current=page]:border-text aria-[current=page]:font-medium aria-[current=page]:text-text"
            >
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
