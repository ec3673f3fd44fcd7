'use client'
import { EditEndpointScreen, NewEndpointScreen } from '#components/endpoints/endpoint-form-screen.tsx'
import { EndpointScreen } from '#components/endpoints/endpoint-screen.tsx'
import { useOwnApplication } from '#components/shell/place.tsx'

/** The dashboard's screens of an endpoint, for an address that does not name the application. */
export const OwnEndpoint = ({ endpoint }: { endpoint: string }) => (
  <EndpointScreen address={{ application: useOwnApplication().id, endpoint }} />
)

export const NewOwnEndpoint = () => <NewEndpointScreen application={useOwnApplication().id} />

export const EditOwnEndpoint = ({ endpoint }: { endpoint: string }) => (
  <EditEndpointScreen address={{ application: useOwnApplication().id, endpoint }} />
)
