import { PortalMessages } from '#components/portal/portal-messages.tsx'

export default function PortalMessagesPage() {
  return <PortalMessages />
}
