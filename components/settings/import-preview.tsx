'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { DifferenceList } from '#components/settings/difference-list.tsx'
import { capitalize, describeTaking } from '#components/settings/difference-words.ts'
import { usePlace, useScope } from '#components/shell/place.tsx'
import { describeError, useTRPC, useTRPCClient } from '#components/trpc.tsx'
import { Button } from '#components/ui/button.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { showToast } from '#components/ui/toast.tsx'
import type { TextFile } from '#components/ui/use-text-file.ts'
import type { Comparison, Difference, ImportIn } from '#server/environments/comparison-schema.ts'

/** A file that was read. */
export type Read = { file: TextFile; document: ImportIn['document'] }

type PreviewProps = { read: Read; comparison: Comparison; onBack: () => void; onDone: () => void }

/** What an import would change, and the button that does it. */
export function ImportPreview({ read: { file, document }, comparison: { differences }, onBack, onDone }: PreviewProps) {
  const client = useTRPCClient()
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const scope = useScope()
  const { environment } = usePlace()
  const apply = useMutation({
    mutationFn: () => client.environments.import.mutate({ ...scope, document }),
    onSuccess: async () => {
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: trpc.environments.pathKey() }),
        queryClient.invalidateQueries({ queryKey: trpc.eventTypes.pathKey() }),
      ])
      showToast(`Imported ${file.name}.`)
      onDone()
    },
  })
  const of = (kind: Difference['kind'], where: Difference['where']) =>
    differences.filter(difference => difference.kind === kind && difference.where === where)
  const nothing = differences.length === 0
  return (
    <>
      <p className="text-pretty">
        {nothing ? (
          <>
            {environment.name} has all of <b className="font-medium wrap-anywhere">{file.name}</b> already.
          </>
        ) : (
          <>
            <b className="font-medium wrap-anywhere">{file.name}</b> would {describeTaking(differences)} of {environment.name}. What it does
            not name stays as it is.
          </>
        )}
      </p>
      {!nothing && (
        <section
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
          tabIndex={0}
          aria-label="What would change"
          className="max-h-[55vh] overflow-y-auto rounded-md border border-line"
        >
          <DifferenceList
            label="Changes"
            groups={[
              { title: 'Settings', differences: of('setting', 'both') },
              { title: 'New event types', differences: of('eventType', 'there') },
              { title: 'Changed event types', differences: of('eventType', 'both') },
            ]}
          />
        </section>
      )}
      {apply.isError && <Notice>{describeError(apply.error)}</Notice>}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onBack}>Back</Button>
        <Button
          variant="primary"
          disabledReason={nothing ? 'There is nothing to change.' : apply.isPending ? 'It is being imported.' : null}
          onClick={() => apply.mutate()}
        >
          {nothing ? 'Import' : capitalize(describeTaking(differences))}
        </Button>
      </div>
    </>
  )
}
