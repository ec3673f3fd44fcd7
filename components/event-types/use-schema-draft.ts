'use client'
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useScope } from '#components/shell/place.tsx'
import { describeError, useTRPC, useTRPCClient } from '#components/trpc.tsx'
import type { LineFault } from '#components/ui/code-editor.tsx'
import { lineAt, offsetOf, syntaxFault } from '#components/ui/json-place.ts'
import { showToast } from '#components/ui/toast.tsx'
import { useSettled } from '#components/ui/use-settled.ts'
import { newestSchema, toPointer, versionsOf } from '#server/event-types/json-schema.ts'
import type { EventTypeOut } from '#server/event-types/schema.ts'

type Draft = { version: string; text: string }

const settleMs = 250
const firstText = JSON.stringify(
  { type: 'object', properties: { id: { type: 'string' } }, required: ['id'], examples: [{ id: 'pay_1' }] },
  null,
  2,
)

const lay = (schema: unknown): string => JSON.stringify(schema, null, 2)

/**
 * The schema that is shown, as stored or as somebody is changing it, and what is wrong with it: whether it is JSON is known here, whether it
 * is a schema, and whether its examples fit, the server says once the writer pauses.
 */
export function useSchemaDraft({ name, schemas }: Pick<EventTypeOut, 'name' | 'schemas'>) {
  const scope = useScope()
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queryClient = useQueryClient()
  const stored = versionsOf(schemas)
  const [chosen, setChosen] = useState<string | null>(null)
  const [draft, setDraft] = useState<Draft | null>(null)

  const version = draft?.version ?? (chosen !== null && stored.includes(chosen) ? chosen : (stored[0] ?? null))
  const storedText = version !== null && stored.includes(version) ? lay(schemas?.[version]) : null
  const text = draft?.text ?? storedText ?? ''
  const dirty = draft !== null && draft.text !== storedText

  const settled = useSettled(text, settleMs)
  const syntax = text === '' ? null : syntaxFault(text)
  const check = useQuery(
    trpc.eventTypes.check.queryOptions(
      { ...scope, text: settled },
      { enabled: settled !== '' && syntaxFault(settled) === null, placeholderData: keepPreviousData, staleTime: Number.POSITIVE_INFINITY },
    ),
  )
  const faults: LineFault[] = syntax ? [syntax] : settled === text ? placed(text, check.data?.faults ?? []) : []

  const save = useMutation({
    mutationFn: ({ version, text }: Draft) =>
      client.eventTypes.change.mutate({ ...scope, name, patch: { schemas: { ...schemas, [version]: JSON.parse(text) } } }),
    onSuccess: async (_, { version }) => {
      await queryClient.invalidateQueries({ queryKey: trpc.eventTypes.pathKey() })
      setDraft(null)
      setChosen(version)
      showToast(`Version ${version} is saved.`)
    },
    onError: error => showToast(`The schema could not be saved: ${describeError(error)}`),
  })
  useWarning(dirty)

  return {
    version,
    versions: draft && !stored.includes(draft.version) ? [draft.version, ...stored] : stored,
    text,
    faults,
    dirty,
    settling: settled !== text || check.isPlaceholderData || (check.isPending && text !== '' && syntax === null),
    example: check.data?.example ?? null,
    saving: save.isPending,
    choose: (next: string) => {
      setDraft(null)
      setChosen(next)
    },
    write: (next: string) => version !== null && setDraft({ version, text: next }),
    /** A further version begins as a copy of the newest. */
    begin: () => {
      const newest = newestSchema(schemas)
      setDraft({
        version: newest ? String((Number.parseInt(newest.version, 10) || stored.length) + 1) : '1',
        text: newest ? lay(newest.schema) : firstText,
      })
    },
    discard: () => setDraft(null),
    save: () => draft && save.mutate(draft),
  }
}

const placed = (text: string, faults: readonly { path: readonly (string | number)[]; message: string }[]): LineFault[] =>
  faults.map(({ path, message }) => ({
    line: lineAt(text, offsetOf(text, path)),
    message: path.length === 0 ? message : `${toPointer(path)}: ${message}`,
  }))

/** The browser asks before what was written is lost. */
function useWarning(dirty: boolean): void {
  useEffect(() => {
    if (!dirty) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [dirty])
}
