'use client'
import { ChevronsUpDown } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { overviewPath } from '#components/shell/paths.ts'
import { usePlace } from '#components/shell/place.tsx'
import { Menu, MenuChoice, MenuGroup } from '#components/ui/menu.tsx'
import type { EnvironmentChoice } from '#server/organizations/schema.ts'

/** What is invented says so wherever it is chosen. */
const nameOf = ({ name, demo }: EnvironmentChoice['environment']): string => (demo ? `${name} (invented data)` : name)

/** Where the reader is; with more than one environment, the way to the others. */
export function EnvironmentSwitcher({ environments }: { environments: EnvironmentChoice[] }) {
  const { organization, environment } = usePlace()
  const router = useRouter()
  const names = (
    <span className="min-w-0 flex-1">
      <span className="block truncate text-sm text-muted">{organization.name}</span>
      <span className="block truncate">{nameOf(environment)}</span>
    </span>
  )
  const frame = 'flex w-full items-center gap-2 rounded-md border border-line bg-surface px-2 py-1.5 text-left'
  if (environments.length <= 1) return <div className={frame}>{names}</div>

  const byOrganization = Map.groupBy(environments, choice => choice.organization.slug)
  return (
    <Menu
      label="Environment"
      triggerClass={frame}
      triggerLabel={`Environment ${environment.name} of ${organization.name}`}
      trigger={
        <>
          {names}
          <ChevronsUpDown className="icon text-mark" aria-hidden />
        </>
      }
    >
      {[...byOrganization].map(([slug, choices]) => (
        <MenuGroup key={slug} label={choices[0]?.organization.name ?? slug}>
          {choices.map(choice => (
            <MenuChoice
              key={choice.environment.slug}
              chosen={slug === organization.slug && choice.environment.slug === environment.slug}
              onSelect={() => router.push(overviewPath({ organization: slug, environment: choice.environment.slug }))}
            >
              {nameOf(choice.environment)}
            </MenuChoice>
          ))}
        </MenuGroup>
      ))}
    </Menu>
  )
}
