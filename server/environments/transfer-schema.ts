import { z } from 'zod'
import { EnvironmentSettings, EnvironmentSettingsPatch } from '#server/environments/settings-schema.ts'
import { EventTypeIn, EventTypeOut } from '#server/event-types/schema.ts'
import * as fields from '#server/fields.ts'

/** What of an environment can be carried to another: nothing that is a merchant's, and no secret. */
export const EnvironmentExport = z
  .object({
    version: z.literal(1).meta({ description: 'Of this format.' }),
    createdAt: fields.time,
    eventTypes: z.array(EventTypeOut).meta({ description: 'Archived ones included.' }),
    settings: EnvironmentSettings,
    connectors: z.array(z.object({})).max(0).meta({ description: 'Always empty: Posthorn has none.' }),
  })
  .meta({ id: 'EnvironmentOut' })
export type EnvironmentExport = z.infer<typeof EnvironmentExport>

export const maxEventTypes = 5_000

const checkNames = ({ value: types, issues }: z.core.ParsePayload<{ name: string }[]>) => {
  const seen = new Set<string>()
  for (const [index, { name }] of types.entries()) {
    if (seen.has(name)) issues.push({ code: 'custom', message: 'is given twice', path: [index, 'name'], input: types })
    seen.add(name)
  }
}

export const EnvironmentImport = z
  .object({
    eventTypes: z
      .array(EventTypeIn)
      .max(maxEventTypes)
      .check(checkNames)
      .nullish()
      .meta({ description: 'Made, or replaced where the name is known; those that are not named stay.' }),
    settings: EnvironmentSettingsPatch.nullish().meta({ description: 'Changed as by a PATCH of the settings; null: none.' }),
    connectors: z
      .array(z.unknown())
      .max(0, 'Posthorn has no connectors; leave them out')
      .nullish()
      .meta({ description: 'Always empty: Posthorn has none.' }),
  })
  .meta({ id: 'EnvironmentIn' })
export type EnvironmentImport = z.infer<typeof EnvironmentImport>
