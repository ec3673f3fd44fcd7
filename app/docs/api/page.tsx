import type { Metadata } from 'next'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { AnswerExample } from '#components/reference/example.tsx'
import { Prose } from '#components/reference/prose.tsx'
import { ReferencePage } from '#components/reference/reference-page.tsx'
import { resourcePath } from '#components/reference/search.ts'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { config } from '#server/config.ts'
import { openApi, resources } from './document.ts'

export const metadata: Metadata = { title: 'API reference', description: 'Every operation of the API, with examples.' }

const intro =
  'You post a message for an application; Posthorn signs it, delivers it to every endpoint that subscribes, and retries. ' +
  'The official Svix clients speak to it unchanged: give them this server’s address and a key.'

export default function ReferenceIntroduction() {
  return (
    <ReferencePage title="API reference" intro={intro}>
      <div className="grid max-w-180 grid-cols-[minmax(0,1fr)] gap-10">
        <Part title="Address and key">
          <Prose text="Everything is below `/api/v1`, in JSON. A key stands in the header `Authorization`; what it may do follows from its scope: viewer, developer or admin. A portal token stands there too, and reaches one application." />
          <CodeBlock text={`curl '${config.url}/api/v1/app' \\\n  -H "Authorization: Bearer $POSTHORN_KEY"`} label="A first request" />
          <p>
            The same as a document:{' '}
            <a href="/api/v1/openapi.json" className="link">
              OpenAPI 3.1
            </a>
          </p>
        </Part>
        <Part title="Ids">
          <Prose text="Objects have ids of ours, such as `app_…` and `ep_…`, and may have a `uid` of yours. Every path takes either. A message takes the `eventId` that it was posted with." />
        </Part>
        <Part title="Asking twice">
          <Prose text="With the header `idempotency-key` a POST that is repeated within 12 hours is answered as the first time, and nothing happens twice. The same key with another body is refused. After a time-out, repeat the request with its key." />
        </Part>
        <Part title="Lists">
          <Prose text="A list answers up to `limit` items, 50 unless said otherwise and 250 at most. While `done` is false, ask again with `iterator`; `prevIterator` leads back." />
          <AnswerExample
            name="a list"
            status="200"
            text='{"data":[],"iterator":"01k9zq3f7vea3sv6w0g0ry9d4n","prevIterator":"-01k9zq3f7vea3sv6w0g0ry9d4n","done":true}'
          />
        </Part>
        <Part title="Errors">
          <Prose text="Every error has a `code` for programs and a `detail` for people. Where the input is not valid, `detail` lists each fault with its place. The header `x-request-id` finds the request in the server’s log." />
          <AnswerExample name="an error" status="404" text='{"code":"not_found","detail":"There is no such endpoint."}' />
          <Statuses />
        </Part>
        <Part title="What there is">
          <ul className="grid gap-3">
            {resources.map(resource => (
              <li key={resource.slug}>
                <Link href={resourcePath(resource)} className="link font-medium">
                  {resource.name}
                </Link>
                <p className="text-pretty text-muted">{resource.description}</p>
              </li>
            ))}
          </ul>
        </Part>
      </div>
    </ReferencePage>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <h2 className="font-semibold">{title}</h2>
      {children}
    </section>
  )
}

function Statuses() {
  return (
    <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-4 gap-y-1">
      {Object.entries(openApi.components.responses).map(([status, { description }]) => (
        <div key={status} className="contents">
          <dt>
            <code>{status}</code>
          </dt>
          <dd className="text-muted">{description}</dd>
        </div>
      ))}
    </dl>
  )
}
