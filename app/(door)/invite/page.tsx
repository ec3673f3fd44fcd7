import type { Metadata } from 'next'
import { AcceptInvitation } from '#components/account/setup.tsx'

export const metadata: Metadata = { title: 'Invitation', referrer: 'no-referrer' }

export default function InvitePage() {
  return <AcceptInvitation />
}
