import { EndpointsScreen } from '#components/portal/endpoints-screen.tsx'

export default function PortalPage() {
  return <EndpointsScreen />
}
