import { type Result, wordsOf } from '#components/palette/use-results.ts'
import { classNames } from '#components/ui/class-names.ts'
import { isCommand } from '#components/ui/use-keys.ts'

type ResultListProps = {
  id: string
  /** What was typed: it stands out in what it fits. */
  text: string
  results: readonly Result[]
  active: number
  onActive: (index: number) => void
  onChoose: (result: Result, beside: boolean) => void
}

/** The input above keeps the focus and the keys; the mouse clicks. */
export function ResultList({ id, text, results, active, onActive, onChoose }: ResultListProps) {
  const groups = Map.groupBy(
    results.map((result, index) => ({ result, index })),
    ({ result }) => result.group,
  )
  return (
    <div id={id} role="listbox" tabIndex={-1} aria-label="Results" className="max-h-[min(24rem,60dvh)] overflow-y-auto p-1.5 empty:hidden">
      {[...groups].map(([group, entries]) => (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset is no part of a listbox
        <div key={group} role="group" aria-label={group}>
          <p role="presentation" className="px-2.5 pt-2 pb-1 text-sm text-muted">
            {group}
          </p>
          {entries.map(({ result, index }) => (
            <Option
              key={index}
              id={`${id}-${index}`}
              text={text}
              result={result}
              active={index === active}
              onActive={() => onActive(index)}
              onChoose={beside => onChoose(result, beside)}
            />
          ))}
        </div>
      ))}
    </div>
  )
}

type OptionProps = { id: string; text: string; result: Result; active: boolean; onActive: () => void; onChoose: (beside: boolean) => void }

function Option({ id, text, result, active, onActive, onChoose }: OptionProps) {
  const { icon: Icon, word, note, disabledReason } = result
  const disabled = disabledReason !== null
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Enter in the input chooses the active option
    // biome-ignore lint/a11y/useFocusableInteractive: aria-activedescendant names the active option
    <div
      id={id}
      role="option"
      aria-selected={active}
      aria-disabled={disabled || undefined}
      onMouseDown={event => event.preventDefault()}
      onMouseMove={onActive}
      onClick={event => onChoose(isCommand(event))}
      className={classNames('flex min-h-9 cursor-default items-center gap-2.5 rounded-md px-2.5 py-1', active && 'bg-selected')}
    >
      <Icon className="icon text-muted" aria-hidden />
      <span className={classNames('truncate', disabled && 'text-muted')}>
        <Marked text={text}>{word}</Marked>
      </span>
      {(disabledReason ?? note) && <span className="min-w-0 flex-1 truncate text-sm text-muted">{disabledReason ?? note}</span>}
    </div>
  )
}

function Marked({ text, children }: { text: string; children: string }) {
  const parts = wordsOf(text).map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  if (parts.length === 0) return children
  const pieces = children.split(new RegExp(`(${parts.join('|')})`, 'i'))
  // A split by a group has what matched at every odd place.
  return pieces.map((piece, place) =>
    place % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a text have no other name
      <b key={place} className="font-semibold">
        {piece}
      </b>
    ) : (
      piece
    ),
  )
}
