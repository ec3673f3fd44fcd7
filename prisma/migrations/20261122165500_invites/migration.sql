-- Invitations into an organization: link tokens that say for whom and as what.

alter table link_token
  drop constraint link_token_purpose_check,
  add constraint link_token_purpose_check check (purpose in ('setup', 'reset', 'invite')),
  add column id uuid not null unique default uuid_v7(), -- to name it by, because the hash stays here
  add column organization_id uuid references organization (id) on delete cascade,
  add column email text,
  add column role text check (role in ('owner', 'admin', 'developer', 'viewer')),
  add constraint link_token_invite_check check ((purpose = 'invite') = (organization_id is not null and email is not null and role is not null));
create index link_token_organization_id_idx on link_token (organization_id, id) where organization_id is not null;

create trigger audit_inserted after insert on link_token for each row when (new.purpose = 'invite') execute function audit('invite');
create trigger audit_updated after update on link_token for each row when (new.purpose = 'invite') execute function audit('invite', 'revoke');
