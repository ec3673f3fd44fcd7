import { LoadingUndelivered } from '#components/deliveries/loading-undelivered.tsx'
import { LoadingPage } from '#components/shell/loading-page.tsx'

export default function LoadingDeliveries() {
  return (
    <LoadingPage title="Deliveries">
      <LoadingUndelivered />
    </LoadingPage>
  )
}
