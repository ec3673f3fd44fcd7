import { isDeepStrictEqual } from 'node:util'
import type { Carried, Comparison, Difference, FieldDifference } from '#server/environments/comparison-schema.ts'
import type { EnvironmentImport } from '#server/environments/transfer-schema.ts'

type Fields = Readonly<Record<string, unknown>>

const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || value === false || value === '' || (Array.isArray(value) && value.length === 0)

/** What two environments differ in. The order of keys is no difference, and neither is what a new object has by itself. */
export function compareEnvironments(here: Carried, there: Carried): Comparison {
  const settings = differingFields(here.settings, there.settings).map(
    (field): Difference => ({ kind: 'setting', name: field.name, where: 'both', fields: [field] }),
  )
  const [ours, theirs] = [byName(here.eventTypes), byName(there.eventTypes)]
  const names = [...new Set([...ours.keys(), ...theirs.keys()])].sort()
  const eventTypes = names.map(name => compareOne(name, ours.get(name), theirs.get(name))).filter(({ fields }) => fields.length > 0)
  const total = Object.keys({ ...here.settings, ...there.settings }).length + names.length
  return { differences: [...settings, ...eventTypes], sameCount: total - settings.length - eventTypes.length }
}

/** What an environment would be after an import: as `importEnvironment` stores it. */
export function applyImport(here: Carried, { settings, eventTypes }: EnvironmentImport): Carried {
  const retrySchedule = settings?.retrySchedule === undefined ? here.settings.retrySchedule : settings.retrySchedule
  return {
    settings: { ...here.settings, ...settings, retrySchedule: retrySchedule?.length ? retrySchedule : null },
    eventTypes: [...byName([...here.eventTypes, ...toEventTypes(eventTypes)]).values()],
  }
}

/** What is left out of an event type is empty. */
export const toEventTypes = (types: EnvironmentImport['eventTypes']): Carried['eventTypes'][number][] =>
  (types ?? []).map(({ searchPaths, ...type }) => ({
    ...type,
    schemas: type.schemas ?? null,
    groupName: type.groupName ?? null,
    featureFlags: type.featureFlags ?? [],
    ...(searchPaths?.length ? { searchPaths } : {}),
  }))

/** Of a name that is there twice, the last. */
const byName = (types: Carried['eventTypes']) => new Map(types.map(type => [type.name, type]))

function compareOne(name: string, here: Fields | undefined, there: Fields | undefined): Difference {
  const where = here === undefined ? 'there' : there === undefined ? 'here' : 'both'
  const fields = differingFields(here ?? {}, there ?? {})
  return { kind: 'eventType', name, where, fields: where === 'both' ? fields : fields.filter(hasContent) }
}

const hasContent = ({ here, there }: FieldDifference): boolean => !isEmpty(here) || !isEmpty(there)

/** When something was made or changed says nothing of what it is. */
const ownOfEach = new Set(['createdAt', 'updatedAt'])

const differingFields = <F extends Fields>(here: F, there: F): (FieldDifference & { name: keyof F & string })[] =>
  (Object.keys({ ...here, ...there }) as (keyof F & string)[])
    .filter(name => !ownOfEach.has(name) && !isDeepStrictEqual(here[name], there[name]))
    .map(name => ({ name, here: here[name], there: there[name] }))
