import { OwnEndpoint } from '#components/portal/endpoint-screens.tsx'

export default async function PortalEndpointPage({ params }: PageProps<'/portal/[environment]/endpoints/[endpoint]'>) {
  return <OwnEndpoint endpoint={(await params).endpoint} />
}
