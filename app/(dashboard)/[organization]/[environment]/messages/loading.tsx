import { LoadingList } from '#components/messages/message-list.tsx'
import { PageBar } from '#components/shell/page-bar.tsx'

export default function LoadingMessages() {
  return (
    <>
      <PageBar title="Messages" live={false} liveWord="Live tail" />
      <main>
        <div className="h-12 border-b border-line" />
        <LoadingList />
      </main>
    </>
  )
}
