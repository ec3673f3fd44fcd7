import { EditOwnEndpoint } from '#components/portal/endpoint-screens.tsx'

export default async function PortalEditEndpointPage({ params }: PageProps<'/portal/[environment]/endpoints/[endpoint]/edit'>) {
  return <EditOwnEndpoint endpoint={(await params).endpoint} />
}
