'use client'
import Link from 'next/link'
import { firstStepsPath } from '#components/shell/paths.ts'
import { usePlace, useScope } from '#components/shell/place.tsx'
import { CodeBlock } from '#components/ui/code-block.tsx'

/** What is said of an empty screen, how its first message comes about, and the command that posts one. */
export function FirstMessageHint({ text, command }: { text: string; command: string }) {
  const { begun } = usePlace()
  const scope = useScope()
  return (
    <>
      <p className="text-muted">
        {text}{' '}
        {begun ? (
          'Post a message with an API key of this environment.'
        ) : (
          <>
            <Link href={firstStepsPath(scope)} className="link">
              Three steps
            </Link>{' '}
            lead to the first message.
          </>
        )}
      </p>
      <div className="w-full">
        <CodeBlock label="Command that posts a message" text={command} />
      </div>
    </>
  )
}
