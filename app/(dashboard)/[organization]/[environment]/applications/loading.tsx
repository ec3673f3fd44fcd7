import { LoadingApplications } from '#components/applications/loading-applications.tsx'
import { LoadingPage } from '#components/shell/loading-page.tsx'

export default function LoadingApplicationsPage() {
  return (
    <LoadingPage title="Applications">
      <LoadingApplications />
    </LoadingPage>
  )
}
