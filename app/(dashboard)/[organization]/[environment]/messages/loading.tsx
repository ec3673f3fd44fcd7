import { LoadingList } from '#components/messages/loading-list.tsx'
import { LoadingPage } from '#components/shell/loading-page.tsx'

export default function LoadingMessages() {
  return (
    <LoadingPage title="Messages">
      <LoadingList />
    </LoadingPage>
  )
}
