'use client'
import { type KeyboardEvent, useId, useMemo, useRef } from 'react'
import { classNames } from '#components/ui/class-names.ts'
import { colourJson } from '#components/ui/json-tokens.ts'

export type LineFault = { line: number; message: string }

type CodeEditorProps = {
  label: string
  value: string
  onChange: (value: string) => void
  /** What is wrong, and where: marked in the text, and listed below it. */
  faults?: readonly LineFault[]
  readOnly?: boolean
  /** Coloured as JSON. */
  json?: boolean
  placeholder?: string
  className?: string
}

/** Above this many characters, colour would cost the browser more than it helps the writer. */
const colouredUpTo = 60_000
const lineHeight = 18

/**
 * A text area with line numbers and colour: the coloured text lies under the area, which has no colour of its own, glyph on glyph.
 * Tab leaves it, as it leaves every field; Enter keeps the indentation.
 */
export function CodeEditor({
  label,
  value,
  onChange,
  faults = [],
  readOnly = false,
  json = false,
  placeholder,
  className,
}: CodeEditorProps) {
  const id = useId()
  const area = useRef<HTMLTextAreaElement>(null)
  const scroller = useRef<HTMLDivElement>(null)
  const tokens = useMemo(() => (json && value.length <= colouredUpTo ? colourJson(value) : [{ text: value, dim: false }]), [json, value])
  const lineCount = useMemo(() => value.split('\n').length, [value])

  const goTo = (line: number) => {
    const offset = value.split('\n', line - 1).reduce((sum, text) => sum + text.length + 1, 0)
    area.current?.focus({ preventScroll: true })
    area.current?.setSelectionRange(offset, offset)
    scroller.current?.scrollTo({ top: Math.max(0, (line - 4) * lineHeight) })
  }

  return (
    <div className="grid min-w-0">
      <div ref={scroller} className={classNames('grid grid-cols-[auto_minmax(0,1fr)] overflow-y-auto bg-sunken', className)}>
        <LineNumbers count={lineCount} faults={faults} />
        <div className="overflow-x-auto">
          <div className="relative min-h-full w-max min-w-full">
            <pre aria-hidden className="pointer-events-none py-3 pr-6 pl-2 text-sm leading-4.5 whitespace-pre">
              {tokens.map((token, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the tokens of one text never move
                <span key={index} className={token.dim ? 'text-muted' : undefined}>
                  {token.text}
                </span>
              ))}
              {'\n'}
            </pre>
            <textarea
              ref={area}
              aria-label={label}
              aria-invalid={faults.length > 0 || undefined}
              aria-describedby={faults.length > 0 ? id : undefined}
              value={value}
              readOnly={readOnly}
              placeholder={placeholder}
              spellCheck={false}
              autoCapitalize="off"
              autoComplete="off"
              wrap="off"
              onChange={event => onChange(event.target.value)}
              onKeyDown={keepIndentation}
              className="absolute inset-0 resize-none overflow-hidden bg-transparent py-3 pr-6 pl-2 font-mono text-sm leading-4.5 whitespace-pre caret-text [-webkit-text-fill-color:transparent] [font-variant-ligatures:none] placeholder:[-webkit-text-fill-color:var(--color-muted)] focus-visible:-outline-offset-2"
            />
          </div>
        </div>
      </div>
      {faults.length > 0 && <FaultList id={id} faults={faults} onGoTo={goTo} />}
    </div>
  )
}

function LineNumbers({ count, faults }: { count: number; faults: readonly LineFault[] }) {
  const faulty = new Set(faults.map(({ line }) => line))
  return (
    <pre aria-hidden className="py-3 text-right text-sm leading-4.5 text-muted select-none">
      {Array.from({ length: count }, (_, index) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is its number
          key={index}
          className={classNames('block pr-2 pl-3', faulty.has(index + 1) && 'bg-failed-soft font-medium text-failed-ink')}
        >
          {index + 1}
        </span>
      ))}
    </pre>
  )
}

type FaultListProps = { id: string; faults: readonly LineFault[]; onGoTo: (line: number) => void }

function FaultList({ id, faults, onGoTo }: FaultListProps) {
  return (
    <ul id={id} className="grid max-h-40 gap-0.5 overflow-y-auto border-t border-line p-2" aria-label="Faults">
      {faults.map(({ line, message }) => (
        <li key={`${line} ${message}`}>
          <button
            type="button"
            onClick={() => onGoTo(line)}
            className="flex w-full items-baseline gap-2 rounded-sm px-1 py-0.5 text-left hover:bg-hover"
          >
            <span className="flex-none text-sm whitespace-nowrap text-muted tabular-nums">Line {line}</span>
            <span className="min-w-0 wrap-anywhere text-failed-ink">{message}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}

function keepIndentation(event: KeyboardEvent<HTMLTextAreaElement>): void {
  const { value, selectionStart, readOnly } = event.currentTarget
  if (event.key !== 'Enter' || event.nativeEvent.isComposing || readOnly) return
  const line = value.slice(value.lastIndexOf('\n', selectionStart - 1) + 1, selectionStart)
  const deeper = /[{[]\s*$/.test(line) ? '  ' : ''
  event.preventDefault()
  // The one way that leaves undo as people know it.
  document.execCommand('insertText', false, `\n${/^ */.exec(line)?.[0] ?? ''}${deeper}`)
}
