'use client'
import { Menu } from 'lucide-react'
import Link from 'next/link'
import { Fragment, type ReactNode } from 'react'
import { LiveStatus } from '#components/shell/live-status.tsx'
import { useMerchant } from '#components/shell/place.tsx'
import { useNavToggle } from '#components/shell/side-layout.tsx'
import { IconButton } from '#components/ui/button.tsx'
import { classNames } from '#components/ui/class-names.ts'

type Crumb = { title: string; href: string; parent?: Crumb }

type PageBarProps = {
  title: string
  /** For a title that a machine wrote. */
  mono?: boolean
  parent?: Crumb
  /** Whether the page is told of changes now; absent: it does not wait for any. */
  live?: boolean
  liveWord?: string
  children?: ReactNode
}

const dashboardBar = 'sticky top-0 z-5 flex h-(--size-bar) items-center gap-3 border-b border-line bg-canvas px-6 max-nav:px-4'
/** Under the portal's tabs, on a page that scrolls as a whole: in a frame there may be nothing to stick to. */
const portalBar = 'flex min-h-(--size-bar) flex-wrap items-center gap-x-3 gap-y-2 px-6 pt-3 max-nav:px-4'

export function PageBar({ title, mono = false, parent, live, liveWord, children }: PageBarProps) {
  const toggleNav = useNavToggle()
  const inPortal = useMerchant() !== null
  return (
    <header className={inPortal ? portalBar : dashboardBar}>
      {!inPortal && <IconButton icon={Menu} label="Menu" onClick={toggleNav} className="-ml-1.5 nav:hidden" />}
      <nav aria-label="Breadcrumb" className="flex min-w-0 items-center gap-1.5 whitespace-nowrap text-muted">
        {crumbsTo(parent).map(({ title, href }) => (
          <Fragment key={href}>
            <Link href={href} className="truncate rounded-sm hover:text-text">
              {title}
            </Link>
            <span aria-hidden className="text-mark">
              /
            </span>
          </Fragment>
        ))}
        <span
          aria-current="page"
          className={classNames(
            'truncate font-medium text-text',
            mono && 'font-mono text-sm',
            inPortal && !parent && 'text-lg font-semibold',
          )}
        >
          {title}
        </span>
      </nav>
      <div className="ml-auto flex min-w-0 items-center gap-2">
        {live !== undefined && <LiveStatus live={live} word={liveWord} />}
        {children}
      </div>
    </header>
  )
}

/** The way from the top to a crumb. */
const crumbsTo = (crumb: Crumb | undefined): Crumb[] => (crumb === undefined ? [] : [...crumbsTo(crumb.parent), crumb])
