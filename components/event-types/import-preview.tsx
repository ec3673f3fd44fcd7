import { formatCount } from '#components/ui/format.ts'
import type { ImportOutcome } from '#server/event-types/schema.ts'

/** What a dry run found, by what would become of each. */
export function ImportPreview({ outcome }: { outcome: ImportOutcome }) {
  const about = new Map(outcome.toModify.map(({ name, description }) => [name, description]))
  const groups = [
    { word: 'New', names: outcome.created },
    { word: 'Changed', names: outcome.changed },
    { word: 'Archived, because the document does not name it', names: outcome.archived },
    { word: 'As they are', names: outcome.unchanged },
  ].filter(({ names }) => names.length > 0)
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label="What would change"
      className="max-h-[60vh] overflow-y-auto rounded-md border border-line"
    >
      {groups.map(({ word, names }) => (
        <div key={word} className="border-t border-line first:border-t-0">
          <h3 className="sticky top-0 flex min-h-8 items-center gap-2 bg-sunken px-3 text-sm font-medium">
            {word}
            <span className="font-normal text-muted tabular-nums">{formatCount(names.length)}</span>
          </h3>
          <ul>
            {names.map(name => (
              <li key={name} className="flex min-h-8 flex-wrap items-baseline gap-x-3 border-t border-line px-3 py-1.5">
                <span className="font-medium wrap-anywhere">{name}</span>
                <span className="min-w-0 flex-1 truncate text-muted">{about.get(name)}</span>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  )
}
