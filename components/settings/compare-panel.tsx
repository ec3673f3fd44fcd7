'use client'
import { useQuery } from '@tanstack/react-query'
import { usePathname, useSearchParams } from 'next/navigation'
import { useState } from 'react'
import { plural } from '#components/deliveries/words.ts'
import { QueryError } from '#components/query-error.tsx'
import { DifferenceList } from '#components/settings/difference-list.tsx'
import { keyOf } from '#components/settings/difference-words.ts'
import { type Other, TakeOver } from '#components/settings/take-over.tsx'
import { usePlace, useScope } from '#components/shell/place.tsx'
import { useTRPC } from '#components/trpc.tsx'
import { Checkbox } from '#components/ui/checkbox.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { SelectField } from '#components/ui/select-field.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import type { Comparison, Difference } from '#server/environments/comparison-schema.ts'

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
