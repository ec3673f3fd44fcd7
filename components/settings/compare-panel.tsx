'use client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { usePathname, useSearchParams } from 'next/navigation'
import { useState } from 'react'
import { plural } from '#components/deliveries/words.ts'
import { QueryError } from '#components/query-error.tsx'
import { DifferenceList } from '#components/settings/difference-list.tsx'
import { capitalize, describeTaking, keyOf } from '#components/settings/difference-words.ts'
import { usePlace, useScope } from '#components/shell/place.tsx'
import { useRefusal } from '#components/shell/use-refusal.ts'
import { describeError, useTRPC, useTRPCClient } from '#components/trpc.tsx'
import { Button } from '#components/ui/button.tsx'
import { Checkbox } from '#components/ui/checkbox.tsx'
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { SelectField } from '#components/ui/select-field.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { showToast } from '#components/ui/toast.tsx'
import type { Comparison, Difference } from '#server/environments/comparison-schema.ts'

type Other = { slug: string; name: string }

/** This environment beside another of the organization. Which one stands in the address. */
export function ComparePanel() {
  const trpc = useTRPC()
  const path = usePathname()
  const { organization, environment } = usePlace()
  const { data: all } = useQuery(trpc.account.environments.queryOptions())
  const others = (all ?? [])
    .filter(choice => choice.organization.slug === organization.slug && choice.environment.slug !== environment.slug)
    .map(choice => choice.environment)
  const asked = useSearchParams().get('with')
  const other = others.find(({ slug }) => slug === asked)
  const choose = (slug: string) =>
    window.history.replaceState(null, '', slug === '' ? path : `${path}?${new URLSearchParams({ with: slug })}`)
  return (
    <Panel title="Compare" label="Compare">
      <div className="grid gap-3 p-4">
        <p className="max-w-140 text-pretty text-muted">
          {all && others.length === 0
            ? `${environment.name} is the only environment of ${organization.name}. With another one, for tests perhaps, both can be compared here.`
            : `What differs between ${environment.name} and another environment of ${organization.name}, and what of it ${environment.name} should have, too.`}
        </p>
        {others.length > 0 && (
          <div className="max-w-80">
            <SelectField
              label={`Compare ${environment.name} with`}
              value={other?.slug ?? ''}
              onChange={event => choose(event.target.value)}
              options={[{ value: '', word: 'Choose an environment' }, ...others.map(({ slug, name }) => ({ value: slug, word: name }))]}
            />
          </div>
        )}
      </div>
      {other && <Compared key={other.slug} other={other} />}
    </Panel>
  )
}

function Compared({ other }: { other: Other }) {
  const trpc = useTRPC()
  const query = useQuery(trpc.environments.compare.queryOptions({ ...useScope(), other: other.slug }, { staleTime: 0 }))
  if (query.isPending)
    return (
      <p className="border-t border-line p-4">
        <Skeleton width={240} />
      </p>
    )
  if (query.isError && !query.data) return <QueryError what="comparison" query={query} />
  return query.data && <Differences other={other} comparison={query.data} />
}

function toggled(keys: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const next = new Set(keys)
  if (!next.delete(key)) next.add(key)
  return next
}

/** What is here alone is nothing to take over. */
const isTakeable = ({ where }: Difference): boolean => where !== 'here'

function Differences({ other, comparison: { differences, sameCount } }: { other: Other; comparison: Comparison }) {
  const { environment } = usePlace()
  const [keys, setKeys] = useState<ReadonlySet<string>>(new Set())
  const takeable = differences.filter(isTakeable)
  const chosen = takeable.filter(difference => keys.has(keyOf(difference)))
  const choice = {
    may: isTakeable,
    has: (difference: Difference) => keys.has(keyOf(difference)),
    toggle: (difference: Difference) => setKeys(before => toggled(before, keyOf(difference))),
  }
  const same = `${plural(sameCount, 'setting or event type is', 'settings and event types are')} the same.`
  if (differences.length === 0)
    return (
      <p className="border-t border-line px-4 py-3">
        {environment.name} and {other.name} do not differ. {same}
      </p>
    )
  const of = (kind: Difference['kind'], where: Difference['where']) =>
    differences.filter(difference => difference.kind === kind && difference.where === where)
  return (
    <>
      <div className="flex min-h-12 flex-wrap items-center gap-x-3 gap-y-2 border-y border-line px-4 py-2">
        {takeable.length > 0 && (
          <Checkbox
            label="Choose all"
            checked={chosen.length === 0 ? false : chosen.length === takeable.length || 'some'}
            onChange={all => setKeys(new Set(all ? takeable.map(keyOf) : []))}
          />
        )}
        <span className="min-w-0 flex-1 text-muted">
          <span className="font-medium text-text">{plural(differences.length, 'difference')}.</span> {same}
        </span>
        <TakeOver other={other} chosen={chosen} onTaken={() => setKeys(new Set())} />
      </div>
      <DifferenceList
        label="Differences"
        choice={choice}
        groups={[
          { title: 'Settings', differences: of('setting', 'both') },
          { title: 'Event types that differ', differences: of('eventType', 'both') },
          { title: `Event types of ${other.name} alone`, differences: of('eventType', 'there') },
          { title: `Event types of ${environment.name} alone`, differences: of('eventType', 'here') },
        ]}
      />
    </>
  )
}

type TakeOverProps = { other: Other; chosen: readonly Difference[]; onTaken: () => void }

function TakeOver({ other, chosen, onTaken }: TakeOverProps) {
  const client = useTRPCClient()
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const scope = useScope()
  const { environment } = usePlace()
  const [asking, setAsking] = useState(false)
  const refusal = useRefusal('manageEnvironment', 'Changing an environment')
  const take = useMutation({
    mutationFn: () =>
      client.environments.takeOver.mutate({
        ...scope,
        other: other.slug,
        settings: chosen.flatMap(difference => (difference.kind === 'setting' ? difference.name : [])),
        eventTypes: chosen.flatMap(difference => (difference.kind === 'eventType' ? difference.name : [])),
      }),
    onSuccess: async () => {
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: trpc.environments.pathKey() }),
        queryClient.invalidateQueries({ queryKey: trpc.eventTypes.pathKey() }),
      ])
      setAsking(false)
      onTaken()
      showToast(`Taken over from ${other.name}.`)
    },
  })
  const nothing = chosen.length === 0 ? 'Choose what to take over first.' : null
  return (
    <>
      <Button variant="primary" className="max-card:w-full" disabledReason={refusal ?? nothing} onClick={() => setAsking(true)}>
        {`Take over${chosen.length > 0 ? ` ${chosen.length}` : ''} from ${other.name}`}
      </Button>
      <ConfirmDialog
        title={`Take over from ${other.name}?`}
        open={asking}
        action={capitalize(describeTaking(chosen))}
        busy={take.isPending}
        error={describeError(take.error)}
        onConfirm={() => take.mutate()}
        onClose={() => {
          setAsking(false)
          take.reset()
        }}
      >
        <p className="text-pretty">
          {environment.name} will have them as {other.name} has them now; all of them or, when anything is wrong, none. Messages, endpoints
          and everything else stay as they are. The audit log keeps what was before.
        </p>
      </ConfirmDialog>
    </>
  )
}
