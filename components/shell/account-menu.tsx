'use client'
import { User } from 'lucide-react'
import { signOut } from 'next-auth/react'
import { navItem } from '#components/shell/nav-item.ts'
import { usePlace } from '#components/shell/place.tsx'
import { useTRPCClient } from '#components/trpc.tsx'
import { Menu, MenuHeading, MenuItem } from '#components/ui/menu.tsx'
import { showToast } from '#components/ui/toast.tsx'

export function AccountMenu({ name, email }: { name: string; email: string }) {
  const { role } = usePlace()
  const client = useTRPCClient()
  const leave = async () => {
    await signOut({ redirect: false })
    // A whole new page: nothing that was read stays in memory.
    window.location.assign('/login')
  }
  const leaveEverywhere = () =>
    client.account.signOutEverywhere
      .mutate()
      .then(leave)
      .catch((error: Error) => showToast(`You are still signed in: ${error.message}`))
  const trigger = (
    <button type="button" className={navItem}>
      <User className="icon" aria-hidden />
      Account
      <span className="ml-auto text-sm capitalize">{role}</span>
    </button>
  )
  return (
    <Menu label="Account" trigger={trigger}>
      <MenuHeading>
        <span className="block font-medium text-text">{name}</span>
        {email}
      </MenuHeading>
      <MenuItem onSelect={() => void leave()}>Sign out</MenuItem>
      <MenuItem onSelect={() => void leaveEverywhere()}>Sign out everywhere</MenuItem>
    </Menu>
  )
}
