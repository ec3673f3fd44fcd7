import { readError } from '#components/trpc.tsx'
import { lineAt, offsetOf, syntaxFault } from '#components/ui/json-place.ts'
import type { ImportIn } from '#server/environments/comparison-schema.ts'

/** Where in a file something is wrong. `place`: the path of what is meant; empty: the line says it all. */
export type FileFault = { line: number; place: string; message: string }

/** A file as JSON, whose content is the server's to check, or why it is none that can be imported. */
export function readDocument(text: string): { document: ImportIn['document'] } | { fault: FileFault } {
  const fault = syntaxFault(text)
  if (fault !== null) return { fault: { ...fault, place: '' } }
  const document: unknown = JSON.parse(text)
  const isExport = typeof document === 'object' && document !== null && ('eventTypes' in document || 'settings' in document)
  if (isExport) return { document: document as ImportIn['document'] }
  return { fault: { line: 1, place: '', message: 'This is no export of an environment: it has neither settings nor event types.' } }
}

/** What the server refused, by where it stands in the file. */
export const faultsOf = (error: unknown, text: string): FileFault[] =>
  readError(error).issues.map(({ path, message }) => {
    const place = path.replace(/^document\.?/, '')
    return { line: lineAt(text, offsetOf(text, place.split('.'))), place, message }
  })
