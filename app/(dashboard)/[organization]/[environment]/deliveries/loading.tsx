import { LoadingUndelivered } from '#components/deliveries/undelivered-columns.tsx'

/** As little as possible: it is loaded with every page of the deliveries. */
export default function LoadingDeliveries() {
  return (
    <main>
      <h1 className="flex h-(--size-bar) items-center border-b border-line px-6 font-medium">Deliveries</h1>
      <div className="h-12 border-b border-line" />
      <LoadingUndelivered />
    </main>
  )
}
