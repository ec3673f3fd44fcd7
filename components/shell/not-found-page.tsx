import { PageBar } from '#components/shell/page-bar.tsx'
import { StateBox } from '#components/ui/state-box.tsx'

/** `what`: "message". `reason`: where it may be instead, as a sentence. */
export function NotFoundPage({ what, reason }: { what: string; reason: string }) {
  return (
    <>
      <PageBar title="Not found" />
      <main>
        <h1 className="sr-only">Not found</h1>
        <StateBox title={`There is no such ${what} in this environment`}>
          <p className="text-muted">{reason}</p>
        </StateBox>
      </main>
    </>
  )
}
