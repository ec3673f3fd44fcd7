import { type ClosedReason, words } from '#components/portal/words.ts'
import { StateBox } from '#components/ui/state-box.tsx'

/** Why there is nothing to see, and how to come back. */
export function Closed({ reason }: { reason: ClosedReason }) {
  const { title, text } = words.closed[reason]
  return (
    <main>
      <h1 className="sr-only">{words.title}</h1>
      <StateBox title={title}>
        <p className="text-muted">{text}</p>
      </StateBox>
    </main>
  )
}
