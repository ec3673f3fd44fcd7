import { ChevronRight } from 'lucide-react'
import type { Field } from '#components/reference/fields.ts'
import { Prose } from '#components/reference/prose.tsx'

/** `given`: what the caller sends, of which it matters what must be there. */
type FieldListProps = { fields: readonly Field[]; given?: boolean }

export function FieldList({ fields, given = false }: FieldListProps) {
  return (
    <ul className="border-t border-line">
      {fields.map(field => (
        <li key={field.name} className="grid gap-1 border-b border-line py-2.5">
          <div className="flex flex-wrap items-baseline gap-x-2">
            <code className="font-medium wrap-anywhere">{field.name}</code>
            <span className="text-sm text-muted">{field.type}</span>
            {given && field.required && <span className="text-sm font-medium">required</span>}
            {field.deprecated && <span className="text-sm text-muted">deprecated</span>}
          </div>
          {field.description && <Prose text={field.description} className="text-pretty text-muted" />}
          <Rules {...field} />
          {field.fields.length > 0 && <Inside field={field} given={given} />}
        </li>
      ))}
    </ul>
  )
}

function Rules({ rules, values }: Field) {
  const parts = [...rules, ...(values.length > 0 ? [`one of ${values.join(', ')}`] : [])]
  if (parts.length === 0) return null
  return <p className="text-sm wrap-anywhere text-muted">{parts.join(' · ')}</p>
}

function Inside({ field, given }: { field: Field; given: boolean }) {
  return (
    <details className="group">
      <summary className="inline-flex cursor-pointer list-none items-center gap-1 rounded-sm text-sm text-muted hover:text-text">
        <ChevronRight className="icon size-3.5 group-open:rotate-90" aria-hidden />
        {field.fields.length === 1 ? 'Its field' : `Its ${field.fields.length} fields`}
        <span className="sr-only"> of {field.name}</span>
      </summary>
      <div className="mt-2 ml-1.5 border-l border-line pl-4">
        <FieldList fields={field.fields} given={given} />
      </div>
    </details>
  )
}
