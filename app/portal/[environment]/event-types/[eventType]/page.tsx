import { EventTypeScreen } from '#components/portal/event-type-screen.tsx'

export default async function PortalEventTypePage({ params }: PageProps<'/portal/[environment]/event-types/[eventType]'>) {
  return <EventTypeScreen name={(await params).eventType} />
}
