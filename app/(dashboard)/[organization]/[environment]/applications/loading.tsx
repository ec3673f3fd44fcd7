import { LoadingApplications } from '#components/applications/application-list.tsx'

export default function LoadingApplicationsPage() {
  return (
    <main>
      <h1 className="flex h-(--size-bar) items-center border-b border-line px-6 font-medium">Applications</h1>
      <div className="h-12 border-b border-line" />
      <LoadingApplications />
    </main>
  )
}
