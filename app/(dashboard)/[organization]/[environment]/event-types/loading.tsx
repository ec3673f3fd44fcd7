import { LoadingCatalog } from '#components/event-types/loading-catalog.tsx'

/** As little as possible: it is loaded with every page of the event types. */
export default function LoadingEventTypes() {
  return (
    <main>
      <h1 className="flex h-(--size-bar) items-center border-b border-line px-6 font-medium">Event types</h1>
      <div className="h-12 border-b border-line" />
      <LoadingCatalog />
    </main>
  )
}
