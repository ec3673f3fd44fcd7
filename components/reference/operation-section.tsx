import type { Answer, Document, Operation } from '#components/reference/document.ts'
import { AnswerExample, RequestExample } from '#components/reference/example.tsx'
import { FieldList } from '#components/reference/field-list.tsx'
import { type Field, fieldsOf, parameterFields } from '#components/reference/fields.ts'
import { writeExamples } from '#components/reference/language.ts'
import { Prose } from '#components/reference/prose.tsx'
import { exampleOf } from '#components/reference/request.ts'
import { sampleOf } from '#components/reference/sample.ts'

type OperationProps = { document: Document; server: string; operation: Operation }

/** Beside each other where there is room: what it takes and answers, and what it looks like. */
export function OperationSection({ document, server, operation }: OperationProps) {
  const { anchor, summary, method, path, description, answers } = operation
  const answer = answers.find(one => one.schema !== null)
  return (
    <section
      id={anchor}
      aria-labelledby={`${anchor}-title`}
      className="grid scroll-mt-(--size-bar) grid-cols-[minmax(0,1fr)] gap-x-10 gap-y-6 border-t border-line py-8 wide:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]"
    >
      <div className="grid content-start gap-6">
        <div className="grid gap-2">
          <h2 id={`${anchor}-title`} className="font-semibold">
            <a href={`#${anchor}`} className="rounded-sm hover:underline">
              {summary}
            </a>
          </h2>
          <p className="flex flex-wrap items-baseline gap-2">
            <code className="rounded-sm border border-line-strong px-1 font-medium">{method.toUpperCase()}</code>
            <code className="wrap-anywhere">{path}</code>
          </p>
          <Prose text={description} className="text-pretty" />
        </div>
        <Inputs document={document} operation={operation} />
        {answers.map(one => (
          <AnswerFields key={one.status} document={document} answer={one} />
        ))}
        <Refusals refusals={operation.refusals} />
      </div>
      <div className="grid content-start gap-4 wide:sticky wide:top-(--size-bar) wide:self-start wide:pt-1">
        <RequestExample name={summary} examples={writeExamples(exampleOf(document, server, operation))} />
        {answer?.schema && (
          <AnswerExample name={summary} status={answer.status} text={JSON.stringify(sampleOf(document, answer.schema), null, 2)} />
        )}
      </div>
    </section>
  )
}

const places = [
  { place: 'path', title: 'In the path' },
  { place: 'query', title: 'Query' },
  { place: 'header', title: 'Headers' },
]

function Inputs({ document, operation: { parameters, body } }: { document: Document; operation: Operation }) {
  return (
    <>
      {places.map(({ place, title }) => (
        <Fields
          key={place}
          title={title}
          given
          fields={parameterFields(
            document,
            parameters.filter(one => one.in === place),
          )}
        />
      ))}
      {body && <Fields title="Body" given fields={fieldsOf(document, body)} />}
    </>
  )
}

function AnswerFields({ document, answer: { status, description, schema } }: { document: Document; answer: Answer }) {
  const title = `Answer ${status}: ${description.toLowerCase()}`
  if (schema === null) return <Fields title={title} fields={[]} note="Without a body." />
  return <Fields title={title} fields={fieldsOf(document, schema)} note="An empty object." />
}

function Fields({ title, fields, given = false, note }: { title: string; fields: Field[]; given?: boolean; note?: string }) {
  if (fields.length === 0 && note === undefined) return null
  return (
    <div className="grid gap-2">
      <h3 className="font-medium">{title}</h3>
      {fields.length > 0 ? <FieldList fields={fields} given={given} /> : <p className="text-muted">{note}</p>}
    </div>
  )
}

function Refusals({ refusals }: { refusals: readonly Answer[] }) {
  return (
    <details>
      <summary className="cursor-pointer rounded-sm font-medium">
        Errors <span className="text-sm font-normal text-muted">{refusals.map(({ status }) => status).join(' ')}</span>
      </summary>
      <dl className="mt-2 grid grid-cols-[max-content_minmax(0,1fr)] gap-x-4 gap-y-1 text-muted">
        {refusals.map(({ status, description }) => (
          <div key={status} className="contents">
            <dt>
              <code>{status}</code>
            </dt>
            <dd>{description}</dd>
          </div>
        ))}
      </dl>
    </details>
  )
}
