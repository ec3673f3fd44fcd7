'use client'
import { BookOpen, CircleQuestionMark, Rocket, Search } from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { AccountMenu } from '#components/shell/account-menu.tsx'
import { EnvironmentSwitcher } from '#components/shell/environment-switcher.tsx'
import { Logo } from '#components/shell/logo.tsx'
import { navItem } from '#components/shell/nav-item.ts'
import { firstStepsPath, referencePath } from '#components/shell/paths.ts'
import { usePlace, useScope } from '#components/shell/place.tsx'
import { isWithin, sections } from '#components/shell/sections.ts'
import type { Theme } from '#components/shell/theme.ts'
import { ThemeMenu } from '#components/shell/theme-menu.tsx'
import { Kbd } from '#components/ui/kbd.tsx'
import { useCommandKey } from '#components/ui/use-command-key.ts'
import type { EnvironmentChoice } from '#server/organizations/schema.ts'

export type NavProps = {
  environments: EnvironmentChoice[]
  theme: Theme
  account: { name: string; email: string }
  onKeys: () => void
  onSearch: () => void
}

export function Nav({ environments, theme, account, onKeys, onSearch }: NavProps) {
  const commandKey = useCommandKey()
  const path = usePathname()
  const scope = useScope()
  const { begun } = usePlace()
  return (
    <nav aria-label="Main" className="flex h-full flex-col gap-4 px-2 pb-3">
      <div className="grid gap-1">
        <div className="flex h-(--size-bar) items-center gap-2 px-2 font-semibold">
          <Logo />
          Posthorn
        </div>
        <EnvironmentSwitcher environments={environments} />
        <button type="button" aria-keyshortcuts="Meta+K Control+K" onClick={onSearch} className={navItem}>
          <Search className="icon" aria-hidden />
          <span className="truncate">Search or go to</span>
          <Kbd className="ml-auto flex-none">{`${commandKey} K`}</Kbd>
        </button>
      </div>
      <ul className="grid gap-px">
        {!begun && (
          <li>
            <Link href={firstStepsPath(scope)} aria-current={path === firstStepsPath(scope) ? 'page' : undefined} className={navItem}>
              <Rocket className="icon" aria-hidden />
              Get started
            </Link>
          </li>
        )}
        {sections.map(({ name, icon: Icon, pathIn }) => (
          <li key={name}>
            <Link href={pathIn(scope)} aria-current={isWithin(path, pathIn(scope), scope) ? 'page' : undefined} className={navItem}>
              <Icon className="icon" aria-hidden />
              {name}
            </Link>
          </li>
        ))}
      </ul>
      <ul className="mt-auto grid gap-px">
        <li className="max-nav:hidden">
          <button type="button" onClick={onKeys} className={navItem}>
            <CircleQuestionMark className="icon" aria-hidden />
            Keys
            <Kbd className="ml-auto">?</Kbd>
          </button>
        </li>
        <li>
          <Link href={referencePath} className={navItem}>
            <BookOpen className="icon" aria-hidden />
            API reference
          </Link>
        </li>
        <li>
          <ThemeMenu theme={theme} />
        </li>
        <li>
          <AccountMenu {...account} />
        </li>
      </ul>
    </nav>
  )
}
