'use client'
import { SunMoon } from 'lucide-react'
import { useState } from 'react'
import { navItem } from '#components/shell/nav-item.ts'
import { type Theme, themeCookie } from '#components/shell/theme.ts'
import { Menu, MenuChoice } from '#components/ui/menu.tsx'

const words: Record<Theme, string> = { system: 'System', light: 'Light', dark: 'Dark' }
const yearSeconds = 365 * 24 * 3600

/** Kept in a cookie, which the server reads: the first paint has the right colours. */
export function ThemeMenu({ theme }: { theme: Theme }) {
  const [chosen, setChosen] = useState(theme)
  const choose = (next: Theme) => {
    setChosen(next)
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API needs https
    document.cookie = `${themeCookie}=${next}; path=/; max-age=${yearSeconds}; samesite=lax`
    if (next === 'system') delete document.documentElement.dataset.theme
    else document.documentElement.dataset.theme = next
  }
  return (
    <Menu
      label="Theme"
      triggerClass={navItem}
      trigger={
        <>
          <SunMoon className="icon" aria-hidden />
          Theme
          <span className="ml-auto text-sm">{words[chosen]}</span>
        </>
      }
    >
      {(Object.keys(words) as Theme[]).map(value => (
        <MenuChoice key={value} chosen={value === chosen} onSelect={() => choose(value)}>
          {words[value]}
        </MenuChoice>
      ))}
    </Menu>
  )
}
