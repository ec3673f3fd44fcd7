import type { Context } from '#server/context.ts'
import type { EventTypeFromOpenApi } from '#server/event-types/schema.ts'
import type { Tx } from '#server/writes.ts'

/** `archived` absent: it comes out of the archive. */
type ImportedEventType = EventTypeFromOpenApi & { archived?: boolean }

/** Stores what an import makes of event types, however many, in one statement. */
export async function storeEventTypes({ environmentId }: Context, types: readonly ImportedEventType[], tx: Tx): Promise<void> {
  await tx.$executeRaw`
    insert into event_type (environment_id, name, description, schemas, group_name, feature_flags, deprecated, archived)
    select ${environmentId}::uuid, name, description, case json_typeof(schemas) when 'object' then schemas end, "groupName",
      array(select json_array_elements_text("featureFlags")), deprecated, coalesce(archived, false)
    from json_to_recordset(${JSON.stringify(types)}::json)
      as t(name text, description text, schemas json, "groupName" text, "featureFlags" json, deprecated boolean, archived boolean)
    on conflict (environment_id, name) do update set description = excluded.description, schemas = excluded.schemas,
      group_name = excluded.group_name, feature_flags = excluded.feature_flags, deprecated = excluded.deprecated, archived = excluded.archived,
      updated_at = now()`
}
