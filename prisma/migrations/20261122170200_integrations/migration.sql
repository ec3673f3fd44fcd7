-- Keys that a merchant's own programs use, each of one application, until it is rotated or its integration deleted.

create table integration (
  id uuid primary key default uuid_v7(),
  application_id uuid not null references application (id),
  name text not null,
  feature_flags text[] not null default '{}',
  hash bytea unique, -- SHA-256 of the key; null: none was given yet
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index integration_application_id_idx on integration (application_id, id);

alter table audit_entry drop constraint audit_entry_actor_kind_check,
  add check (actor_kind in ('key', 'user', 'portal', 'integration', 'system'));
call audit_table('integration', 'integration');
create trigger audit_key_made after update on integration for each row when (old.hash is distinct from new.hash)
  execute function audit('integration', 'rotate_key');
create trigger audit_deleted after delete on integration for each row execute function audit('integration');
