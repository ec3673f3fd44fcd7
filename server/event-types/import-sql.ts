import type { Context } from '#server/context.ts'
import type { EventTypeFromOpenApi } from '#server/event-types/schema.ts'
import type { SearchPath } from '#server/search/schema.ts'
import type { Tx } from '#server/writes.ts'

/** `archived` absent: it comes out of the archive. `searchPaths` absent: they stay. */
type ImportedEventType = EventTypeFromOpenApi & { archived?: boolean; searchPaths?: SearchPath[] | undefined }

/** Stores what an import makes of event types, however many, in one statement. */
export async function storeEventTypes({ environmentId }: Context, types: readonly ImportedEventType[], tx: Tx): Promise<void> {
  await tx.$executeRaw`
    insert into event_type (environment_id, name, description, schemas, group_name, feature_flags, search_paths, deprecated, archived)
    select ${environmentId}::uuid, t.name, t.description, case json_typeof(t.schemas) when 'object' then t.schemas end, "groupName",
      array(select json_array_elements_text("featureFlags")), coalesce("searchPaths", was.search_paths, '[]'), t.deprecated,
      coalesce(t.archived, false)
    from json_to_recordset(${JSON.stringify(types)}::json)
      as t(name text, description text, schemas json, "groupName" text, "featureFlags" json, "searchPaths" jsonb, deprecated boolean,
        archived boolean)
    left join event_type was on was.environment_id = ${environmentId}::uuid and was.name = t.name
    on conflict (environment_id, name) do update set description = excluded.description, schemas = excluded.schemas,
      group_name = excluded.group_name, feature_flags = excluded.feature_flags, search_paths = excluded.search_paths,
      deprecated = excluded.deprecated, archived = excluded.archived, updated_at = now()`
}
