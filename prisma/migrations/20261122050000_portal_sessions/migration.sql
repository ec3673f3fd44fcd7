-- Portal tokens: what a company's back end gives a merchant's browser.

create table portal_session (
  id uuid primary key default uuid_v7(),
  application_id uuid not null references application (id),
  hash bytea not null unique, -- SHA-256 of the token
  session_id text, -- the company's own name for it, to expire it by
  capabilities text[] not null,
  feature_flags text[] not null default '{}',
  user_id text, -- the company's own id and name of the person, for the audit log
  user_name text,
  expires_at timestamptz not null, -- revoked: now
  created_at timestamptz not null default now()
);
create index portal_session_application_id_idx on portal_session (application_id);
create index portal_session_expires_at_idx on portal_session (expires_at);
