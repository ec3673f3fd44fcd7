import { PageBar } from '#components/shell/page-bar.tsx'
import { StateBox } from '#components/ui/state-box.tsx'

export default function NoMessage() {
  return (
    <>
      <PageBar title="Not found" />
      <main>
        <h1 className="sr-only">Not found</h1>
        <StateBox title="There is no such message in this environment">
          <p className="text-muted">Its id may be of another environment, or it is older than what is kept.</p>
        </StateBox>
      </main>
    </>
  )
}
