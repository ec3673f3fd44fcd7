import { PageBar } from '#components/shell/page-bar.tsx'
import { StateBox } from '#components/ui/state-box.tsx'

export default function NothingThere() {
  return (
    <>
      <PageBar title="Not found" />
      <main>
        <h1 className="sr-only">Not found</h1>
        <StateBox title="There is no such application or endpoint in this environment">
          <p className="text-muted">Its id may be of another environment, or it was deleted.</p>
        </StateBox>
      </main>
    </>
  )
}
