-- The audit log: who did what to what, written by the transaction that does it (docs/decisions/016-audit-log.md).

create table audit_entry (
  id uuid primary key default uuid_v7(),
  organization_id uuid not null, -- no reference: the log outlives what it tells of
  environment_id uuid, -- null: of the organization
  actor_kind text not null check (actor_kind in ('key', 'user', 'portal', 'system')),
  actor_id uuid, -- null: system
  actor_name text, -- of system, and of a merchant's user as the company calls them; others are named by their rows
  action text not null, -- `endpoint.update`
  target_kind text not null,
  target_id uuid,
  target_name text, -- as it was called then
  before jsonb, -- what has changed, column by column; of what was deleted, all
  after jsonb
);
create index audit_entry_environment_idx on audit_entry (environment_id, id);
create index audit_entry_organization_idx on audit_entry (organization_id, id) where environment_id is null;
create index audit_entry_actor_idx on audit_entry (environment_id, actor_id, id);
create index audit_entry_action_idx on audit_entry (environment_id, action, id);

-- The actor is said once per transaction (server/actor-sql.ts). Nobody: a worker, or a hand in the database.
-- `organization` may be null where the environment tells it.
create function record_audit(organization uuid, environment uuid, action text, target_kind text, target_id uuid, target_name text,
  before jsonb default null, after jsonb default null)
returns uuid language sql as $$
  insert into audit_entry (organization_id, environment_id, actor_kind, actor_id, actor_name, action, target_kind, target_id, target_name, before,
    after)
  select coalesce($1, (select organization_id from environment where id = $2)), $2, actor ->> 'kind', (actor ->> 'id')::uuid, actor ->> 'name',
    $3, $4, $5, $6, $7, $8
  from (select coalesce(nullif(current_setting('posthorn.actor', true), ''), '{"kind": "system", "name": "posthorn"}')::jsonb as actor) said
  returning id $$;

-- A value as server/crypto.ts writes it: `<key id>.<base64url>`.
create function is_sealed(value jsonb) returns boolean language sql immutable parallel safe as $$
  select jsonb_typeof(value) = 'string' and value #>> '{}' ~ '^[0-9a-f]{8}\.[A-Za-z0-9_-]{38,}$' $$;

-- A row without what machines keep in it: hashes, times, health, progress. Every other column is told of, also one that comes later.
create function audited(data jsonb) returns jsonb language sql immutable parallel safe as $$
  select data - array['id', 'hash', 'organization_id', 'environment_id', 'created_at', 'updated_at', 'revision', 'internal', 'created_by',
    'last_used_at', 'disabled_at', 'failing_since', 'gone_count', 'warned_days', 'missed_from', 'missed_until', 'first_success_at',
    'failed_from', 'recovered_at', 'reason', 'total', 'total_exact', 'counted_message_id', 'counted_endpoint_id', 'cursor_message_id',
    'cursor_endpoint_id', 'walked', 'admitted', 'delivered', 'failed', 'skipped', 'paced_at', 'canary_message_id', 'canary_endpoint_id',
    'failed_message_id', 'failed_endpoint_id', 'started_at', 'ended_at'] $$;

-- What the log shows of columns: never what is encrypted, and of long texts the length, because merchants can write them. Of a whole row,
-- what is empty is left out.
create function audit_shown(data jsonb, whole boolean) returns jsonb language sql immutable parallel safe as $$
  select jsonb_object_agg(key, case
    when is_sealed(value) then '"••••••"'
    when length(value::text) > 10000 then to_jsonb(length(value::text) || ' characters')
    else value end)
  from jsonb_each(data) where not whole or value not in ('null', '[]', '{}', '""') $$;

create function audit() returns trigger language plpgsql as $$
#variable_conflict use_column
declare
  was jsonb := to_jsonb(old);
  became jsonb := to_jsonb(new);
  about jsonb := coalesce(became, was);
  environment_of uuid;
  organization_of uuid;
  verb text;
begin
  if tg_op = 'UPDATE' then
    -- Encrypted anew with another key, and nothing else: nobody has changed anything.
    if not exists (select from jsonb_each(became) b where b.value is distinct from was -> b.key and not (is_sealed(b.value)
      and is_sealed(was -> b.key))) then return null; end if;
    if tg_table_name = 'replay' and became ->> 'state' <> 'canceled' then return null; end if;
  end if;
  verb := case
    when tg_argv[1] is not null then tg_argv[1]
    when tg_op = 'INSERT' then 'create'
    when tg_op = 'DELETE' or (was ->> 'deleted_at' is null and became ->> 'deleted_at' is not null) then 'delete'
    when was -> 'disabled' <> became -> 'disabled' then case became ->> 'disabled' when 'true' then 'disable' else 'enable' end
    when (was ->> 'paused_at' is null) <> (became ->> 'paused_at' is null) then
      case when became ->> 'paused_at' is null then 'resume' else 'pause' end
    when was -> 'secrets' <> became -> 'secrets' then 'rotate_secret'
    else 'update' end;

  environment_of := case tg_table_name when 'environment' then (about ->> 'id')::uuid else coalesce((about ->> 'environment_id')::uuid,
    (select environment_id from application where id = coalesce((about ->> 'application_id')::uuid,
      (select application_id from endpoint where id = (about ->> 'endpoint_id')::uuid)))) end;
  organization_of := case tg_table_name when 'organization' then (about ->> 'id')::uuid else (about ->> 'organization_id')::uuid end;

  was := audited(was);
  became := audited(became);
  if verb = 'delete' then
    became := null;
  elsif tg_op = 'UPDATE' then
    select jsonb_object_agg(w.key, w.value), jsonb_object_agg(w.key, became -> w.key) into was, became
    from jsonb_each(was) w where w.value is distinct from became -> w.key;
  end if;
  perform record_audit(organization_of, environment_of, tg_argv[0] || '.' || verb, tg_argv[0],
    case when tg_table_name = 'member' then (about ->> 'user_id')::uuid else coalesce((about ->> 'id')::uuid, (about ->> 'endpoint_id')::uuid) end,
    case when tg_table_name = 'member' then (select name from "user" where id = (about ->> 'user_id')::uuid) else
      coalesce(about ->> 'name', about ->> 'url', about ->> 'email', (select url from endpoint where id = (about ->> 'endpoint_id')::uuid),
        (select name from application where id = (about ->> 'application_id')::uuid), about ->> 'kind') end,
    audit_shown(was, became is null), audit_shown(became, was is null));
  return null;
end $$;

-- Triggers, so that no writer can forget it; `audit(target, verb)`, the verb where it does not follow from what has changed.
create procedure audit_table(name text, target text, inserted text default null, updated text default null) language plpgsql as $$
begin
  execute format('create trigger audit_inserted after insert on %I for each row execute function audit(%s)', name,
    concat_ws(', ', quote_literal(target), quote_literal(inserted)));
  execute format('create trigger audit_updated after update on %I for each row
    when (audited(to_jsonb(old)) is distinct from audited(to_jsonb(new))) execute function audit(%s)', name,
    concat_ws(', ', quote_literal(target), quote_literal(updated)));
end $$;
call audit_table('organization', 'organization');
call audit_table('environment', 'environment');
call audit_table('member', 'member');
call audit_table('api_key', 'api_key', updated => 'revoke');
call audit_table('application', 'application');
call audit_table('endpoint', 'endpoint');
call audit_table('endpoint_transformation', 'endpoint', inserted => 'update');
call audit_table('event_type', 'event_type');
call audit_table('portal_session', 'portal_session', updated => 'revoke');
call audit_table('replay', 'replay', updated => 'cancel');

-- Elsewhere a row is marked as deleted, or goes when its time is over.
create trigger audit_deleted after delete on environment for each row execute function audit('environment');
create trigger audit_deleted after delete on member for each row execute function audit('member');
create trigger audit_deleted after delete on event_type for each row execute function audit('event_type');
