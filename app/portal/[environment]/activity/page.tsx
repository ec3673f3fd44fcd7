import { ActivityScreen } from '#components/portal/activity-screen.tsx'

export default function PortalActivityPage() {
  return <ActivityScreen />
}
