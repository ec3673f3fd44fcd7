'use client'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { type Language, snippets } from '#components/attempts/snippets.ts'
import { useScope } from '#components/shell/place.tsx'
import { useRefusal } from '#components/shell/use-refusal.ts'
import { describeError, useTRPCClient } from '#components/trpc.tsx'
import { Button, notOffered } from '#components/ui/button.tsx'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Segmented } from '#components/ui/segmented.tsx'

const options = [
  { value: 'curl', word: 'curl' },
  { value: 'typescript', word: 'TypeScript' },
  { value: 'python', word: 'Python' },
] as const

const notes: Record<Language, string> = {
  curl: 'signed now, valid for 5 min',
  typescript: 'a test that signs by itself, with WEBHOOK_SECRET',
  python: 'a test that signs by itself, with WEBHOOK_SECRET',
}

/** The same request once more, on the reader's own machine. It is signed when it is asked for, not before. */
export function Reproduce({ attempt }: { attempt: { message: string; endpoint: string; number: number } }) {
  const client = useTRPCClient()
  const scope = useScope()
  const refusal = useRefusal('revealSecrets', 'Signing a request')
  const [language, setLanguage] = useState<Language>('curl')
  const sign = useMutation({ mutationFn: () => client.attempts.reproduce.mutate({ ...scope, ...attempt }) })
  if (refusal === notOffered) return null
  const text = sign.data && snippets[language](sign.data)
  return (
    <>
      <div className="flex min-h-7 flex-wrap items-center gap-2">
        <h3 className="font-medium whitespace-nowrap max-card:flex-1">Reproduce locally</h3>
        <span className="min-w-0 flex-1 text-sm text-muted max-card:order-last max-card:basis-full">
          {text === undefined ? 'the same request, signed anew, as curl or as a test' : notes[language]}
        </span>
        {text === undefined ? (
          <Button disabledReason={refusal ?? (sign.isPending ? 'It is being signed.' : null)} onClick={() => sign.mutate()}>
            Sign and show
          </Button>
        ) : (
          <>
            <Segmented label="Form" options={options} value={language} onChange={setLanguage} />
            <CopyButton value={text} label="Copy the request" />
          </>
        )}
      </div>
      {sign.isError && <Notice>{describeError(sign.error)}</Notice>}
      {text !== undefined && <CodeBlock label="Request to reproduce" text={text} />}
    </>
  )
}
