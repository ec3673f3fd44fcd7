import { MessageScreen } from '#components/messages/message-screen.tsx'

export default async function PortalMessagePage({ params }: PageProps<'/portal/[environment]/messages/[message]'>) {
  return <MessageScreen message={(await params).message} />
}
