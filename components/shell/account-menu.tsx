'use client'
import { User } from 'lucide-react'
import { leave } from '#components/account/leave.ts'
import { navItem } from '#components/shell/nav-item.ts'
import { useRole } from '#components/shell/place.tsx'
import { describeError, useTRPCClient } from '#components/trpc.tsx'
import { Menu, MenuGroup, MenuItem } from '#components/ui/menu.tsx'
import { showToast } from '#components/ui/toast.tsx'

export function AccountMenu({ name, email }: { name: string; email: string }) {
  const role = useRole()
  const client = useTRPCClient()
  const leaveEverywhere = () =>
    client.account.signOutEverywhere
      .mutate()
      .then(leave)
      .catch((error: unknown) => showToast(`You are still signed in. ${describeError(error)}`))
  return (
    <Menu
      label="Account"
      triggerClass={navItem}
      trigger={
        <>
          <User className="icon" aria-hidden />
          Account
          <span className="ml-auto text-sm capitalize">{role}</span>
        </>
      }
    >
      <MenuGroup label={`${name}, ${email}`}>
        <MenuItem onSelect={() => void leave()}>Sign out</MenuItem>
        <MenuItem onSelect={() => void leaveEverywhere()}>Sign out everywhere</MenuItem>
      </MenuGroup>
    </Menu>
  )
}
