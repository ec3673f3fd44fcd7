import { LoadingCatalog } from '#components/event-types/loading-catalog.tsx'
import { LoadingPage } from '#components/shell/loading-page.tsx'

export default function LoadingEventTypes() {
  return (
    <LoadingPage title="Event types">
      <LoadingCatalog />
    </LoadingPage>
  )
}
