'use client'
import { useState } from 'react'
import { SignatureVerdict } from '#components/signature-debugger/signature-verdict.tsx'
import { useSignatureReport } from '#components/signature-debugger/use-signature-report.ts'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { Field } from '#components/ui/field.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { TextArea } from '#components/ui/text-area.tsx'

/** A request whose bytes are known. `receivedAt`: the receiver's clock then, in ms, where it said so. */
type SignedRequest = { headers: string; body: string; receivedAt: number | null }

/**
 * Says which mistake was made. Everything is computed in this page: nothing that is pasted here leaves it, nor is it kept anywhere.
 * With a request only what the receiver has is asked for; without one, all of it is pasted.
 */
export function SignatureDebugger({ request }: { request: SignedRequest | null }) {
  const [pasted, setPasted] = useState({ headers: '', body: '' })
  const [secret, setSecret] = useState('')
  const [computed, setComputed] = useState('')
  const [seen, setSeen] = useState('')
  const report = useSignatureReport({
    headers: request?.headers ?? pasted.headers,
    body: request?.body ?? pasted.body,
    exact: request !== null,
    secret,
    computed,
    seen: request && seen !== '' ? seen : null,
    receivedAt: request?.receivedAt ?? null,
  })
  const blank = request === null && pasted.headers === '' && pasted.body === '' && secret === ''
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)] items-start gap-4 max-roomy:grid-cols-[minmax(0,1fr)]">
      <Panel title="Request" label="Request">
        <div className="grid gap-4 p-4">
          {request ? (
            <KnownRequest request={request} />
          ) : (
            <>
              <TextArea
                label="Headers"
                rows={6}
                value={pasted.headers}
                onChange={event => setPasted({ ...pasted, headers: event.target.value })}
                placeholder={placeholder}
                hint="As they arrived, one in a line."
              />
              <TextArea
                label="Body"
                value={pasted.body}
                onChange={event => setPasted({ ...pasted, body: event.target.value })}
                hint="As the receiver’s code has it, to the last byte."
              />
            </>
          )}
        </div>
      </Panel>
      <div className="grid min-w-0 gap-4">
        <Panel title="Receiver" label="Receiver">
          <form className="grid gap-4 p-4" onSubmit={event => event.preventDefault()}>
            <Field
              label="Signing secret"
              value={secret}
              onChange={event => setSecret(event.target.value)}
              placeholder="whsec_…"
              mono
              autoComplete="off"
              spellCheck={false}
              hint="As the receiver has it. It does not leave this page."
            />
            <Field
              label="What its code computed"
              value={computed}
              onChange={event => setComputed(event.target.value)}
              placeholder="v1,…"
              mono
              autoComplete="off"
              spellCheck={false}
              hint="Not needed, and tells most about mistakes in the code."
            />
            {request && (
              <TextArea
                label="The body as its code has it"
                rows={6}
                value={seen}
                onChange={event => setSeen(event.target.value)}
                hint="Not needed. Compared with the bytes that were sent."
              />
            )}
          </form>
        </Panel>
        <SignatureVerdict report={blank ? null : report} />
      </div>
    </div>
  )
}

const placeholder = 'webhook-id: msg_…\nwebhook-timestamp: 1764000000\nwebhook-signature: v1,…'

function KnownRequest({ request: { headers, body } }: { request: SignedRequest }) {
  return (
    <>
      <div className="grid gap-1">
        <h3 className="font-medium">Headers</h3>
        <CodeBlock label="Headers of the request" text={headers} wrap />
      </div>
      <div className="grid gap-1">
        <h3 className="font-medium">Body</h3>
        <CodeBlock label="Body of the request" text={body} wrap />
      </div>
    </>
  )
}
