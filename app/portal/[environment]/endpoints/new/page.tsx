import { NewOwnEndpoint } from '#components/portal/endpoint-screens.tsx'

export default function PortalNewEndpointPage() {
  return <NewOwnEndpoint />
}
