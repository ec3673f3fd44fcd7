import { LoadingList } from '#components/messages/loading-list.tsx'

/** As little as possible: it is loaded with every page of the messages. */
export default function LoadingMessages() {
  return (
    <main>
      <h1 className="flex h-(--size-bar) items-center border-b border-line px-6 font-medium">Messages</h1>
      <div className="h-12 border-b border-line" />
      <LoadingList />
    </main>
  )
}
