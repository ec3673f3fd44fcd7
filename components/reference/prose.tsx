/** A sentence in which `what a machine reads` stands between backticks. */
export function Prose({ text, className }: { text: string; className?: string }) {
  return (
    <p className={className}>
      {text.split('`').map((part, index) =>
        index % 2 === 0 ? (
          part
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never move
          <code key={index} className="rounded-sm bg-selected px-1 py-0.5 text-text">
            {part}
          </code>
        ),
      )}
    </p>
  )
}
