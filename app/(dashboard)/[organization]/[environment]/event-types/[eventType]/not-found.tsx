import { PageBar } from '#components/shell/page-bar.tsx'
import { StateBox } from '#components/ui/state-box.tsx'

export default function NoEventType() {
  return (
    <>
      <PageBar title="Not found" />
      <main>
        <h1 className="sr-only">Not found</h1>
        <StateBox title="There is no such event type in this environment">
          <p className="text-muted">It may be of another environment, or it was expunged.</p>
        </StateBox>
      </main>
    </>
  )
}
