-- The tables of the spine. Requires pg-boss's schema (installed by the migration runner before this file) for pgboss.job_now().

-- Time and ids ----------------------------------------------------------------------------------------------------------------

-- UUIDv7 (RFC 9562) made where the row is made, so that there is one clock: the database's.
create function uuid_v7() returns uuid language sql volatile parallel safe as $$
  select encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid())
    placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3) from 1 for 6), 52, 1), 53, 1), 'hex')::uuid $$;

-- The smallest id of a moment: bounds of partitions, of time filters, of windows.
create function uuid_v7_floor(t timestamptz) returns uuid language sql immutable parallel safe as $$
  select (lpad(to_hex((extract(epoch from t) * 1000)::bigint), 12, '0') || '70008000000000000000')::uuid $$;

create function uuid_v7_time(id uuid) returns timestamptz language sql immutable parallel safe as $$
  select to_timestamp(('x0000' || substr(replace(id::text, '-', ''), 1, 12))::bit(64)::bigint / 1000.0) $$;

-- Weeks since 1970, independent of the session's time zone. Partitions carry this number in their name.
create function week_of(t timestamptz) returns int language sql immutable parallel safe as $$ select floor(extract(epoch from t) / 604800)::int $$;
create function week_start(week int) returns timestamptz language sql immutable parallel safe as $$ select to_timestamp(week * 604800.0) $$;

-- A job's priority is minus its due second since 2025: what is due is then an index range, earliest first.
-- floor, because a cast rounds: a job half a second in the future would miss the poll of its own second.
create function due_priority(t timestamptz) returns int language sql immutable parallel safe as $$
  select (1735689600 - floor(extract(epoch from t)))::int $$;

-- People ----------------------------------------------------------------------------------------------------------------------

create table "user" (
  id uuid primary key default uuid_v7(),
  email text not null,
  name text not null,
  password_hash text not null,
  session_version int not null default 0, -- sign-out-everywhere adds one; older sessions are then refused
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create unique index user_email_key on "user" (lower(email));

create table organization (
  id uuid primary key default uuid_v7(),
  slug text not null unique check (slug ~ '^[a-z0-9-]{1,32}$'),
  name text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table member (
  organization_id uuid not null references organization (id) on delete cascade,
  user_id uuid not null references "user" (id) on delete cascade,
  role text not null check (role in ('owner', 'admin', 'developer', 'viewer')),
  created_at timestamptz not null default now(),
  primary key (organization_id, user_id)
);
create index member_user_id_idx on member (user_id);

-- Set-up and reset links (plink_…): SHA-256 of the token.
create table link_token (
  hash bytea primary key,
  purpose text not null check (purpose in ('setup', 'reset')),
  user_id uuid references "user" (id) on delete cascade,
  expires_at timestamptz,
  created_at timestamptz not null default now()
);

-- Failed sign-ins per account and per address, so that guessing is slowed down in every process alike.
create table sign_in_failure (
  key bytea primary key,
  failure_count int not null,
  first_at timestamptz not null
);

-- Tenants ---------------------------------------------------------------------------------------------------------------------

create table environment (
  id uuid primary key default uuid_v7(),
  organization_id uuid not null references organization (id),
  slug text not null check (slug ~ '^[a-z0-9-]{1,32}$'),
  name text not null,
  retry_schedule int[] not null default '{}', -- seconds after each failure; empty: the default schedule
  header_style text not null default 'standard' check (header_style in ('standard', 'svix', 'both')),
  payload_days int not null default 90 check (payload_days between 1 and 90),
  allow_http boolean not null default false,
  forward_trace boolean not null default true,
  product_name text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (organization_id, slug)
);

create table api_key (
  id uuid primary key default uuid_v7(),
  environment_id uuid not null references environment (id),
  name text not null,
  prefix text not null, -- the first characters of the token, to recognise it by
  hash bytea not null unique, -- SHA-256 of the token
  scope text not null check (scope in ('admin', 'developer', 'viewer')),
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz,
  created_at timestamptz not null default now()
);
create index api_key_environment_id_idx on api_key (environment_id, id);

create table application (
  id uuid primary key default uuid_v7(),
  environment_id uuid not null references environment (id),
  uid text,
  name text not null,
  rate_limit int check (rate_limit > 0),
  metadata jsonb not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz
);
create unique index application_uid_key on application (environment_id, uid) where deleted_at is null;
create index application_environment_id_idx on application (environment_id, id) where deleted_at is null;

create table endpoint (
  id uuid primary key default uuid_v7(),
  application_id uuid not null references application (id),
  uid text,
  url text not null, -- without credentials
  credentials text, -- user:password of the URL, encrypted
  description text not null default '',
  event_types text[] not null default '{}', -- empty: all
  channels text[] not null default '{}', -- empty: all
  headers text, -- custom headers as JSON, encrypted
  secrets text not null, -- signing secrets as JSON, newest first, encrypted
  rate_limit int check (rate_limit > 0),
  retry_schedule int[] not null default '{}',
  metadata jsonb not null default '{}',
  disabled boolean not null default false,
  disabled_reason text,
  disabled_at timestamptz,
  revision int not null default 1, -- counts changes of what goes on the wire
  failing_since timestamptz, -- the first failed attempt since the last success
  gone_count smallint not null default 0, -- answers 410 in a row
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz
);
create unique index endpoint_uid_key on endpoint (application_id, uid) where deleted_at is null;
create index endpoint_application_id_idx on endpoint (application_id, id) where deleted_at is null;

-- What an attempt used, kept after the endpoint is edited.
create table endpoint_revision (
  endpoint_id uuid not null references endpoint (id),
  revision int not null,
  url text not null,
  created_at timestamptz not null default now(),
  primary key (endpoint_id, revision)
);

create table event_type (
  id uuid primary key default uuid_v7(),
  environment_id uuid not null references environment (id),
  name text not null,
  description text not null,
  schemas jsonb,
  group_name text,
  feature_flags text[] not null default '{}',
  archived boolean not null default false,
  deprecated boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (environment_id, name)
);

-- Messages. Partitioned tables have no foreign keys; ids are checked where the rows are made. ----------------------------------

create table message (
  id uuid primary key,
  environment_id uuid not null,
  application_id uuid not null,
  event_type text not null,
  event_id text,
  channels text[],
  tags text[],
  expires_at timestamptz not null, -- of the payload
  content_type text, -- null: application/json
  traceparent text,
  tracestate text,
  synthetic_of uuid
) partition by range (id);
create index message_application_id_idx on message (application_id, id desc);
create index message_environment_id_idx on message (environment_id, id desc);

create table payload (
  expiry_week int not null,
  message_id uuid not null,
  body bytea not null, -- the exact bytes as posted
  primary key (expiry_week, message_id)
) partition by list (expiry_week);

-- kind 0: idempotency key, kind 1: eventId. An expired row is taken over by the insert itself.
create table message_key (
  application_id uuid not null,
  kind smallint not null,
  key text not null,
  message_id uuid not null,
  body_hash bytea not null,
  primary key (application_id, kind, key)
) partition by hash (application_id, kind, key);

-- state: 0 pending, 1 retrying, 2 delivered, 3 failed, 4 skipped, 5 canceled (server/deliveries/state.ts).
-- No index mentions the state, so that the happy path's update stays HOT.
create table delivery (
  message_id uuid not null,
  endpoint_id uuid not null,
  application_id uuid not null,
  event_type text not null,
  state smallint not null,
  reason smallint,
  attempt_count int not null default 0,
  schedule_step int not null default 0, -- scheduled attempts made
  job_id uuid, -- the scheduled job; set exactly while pending or retrying
  next_attempt_at timestamptz,
  failed_at timestamptz,
  primary key (message_id, endpoint_id)
) partition by range (message_id);
create index delivery_endpoint_id_idx on delivery (endpoint_id, message_id desc);
create index delivery_failed_idx on delivery (application_id, message_id desc) where failed_at is not null;

create table attempt (
  message_id uuid not null,
  endpoint_id uuid not null,
  number int not null,
  id uuid not null,
  trigger smallint not null, -- 0 scheduled, 1 manual
  superseded boolean not null default false, -- made by a worker that had lost its claim
  revision int not null,
  worker_id int not null,
  started_at timestamptz not null,
  request_headers text not null, -- JSON, sensitive values masked
  status smallint, -- null: no answer
  error smallint not null, -- 0: none (server/attempts/error-class.ts)
  error_detail text,
  response_headers text,
  response_body text, -- the first 20,000 bytes
  response_base64 boolean not null default false, -- the body was not UTF-8
  response_bytes int not null default 0,
  remote_address text,
  dns_us int,
  connect_us int,
  tls_us int,
  first_byte_us int,
  body_us int,
  total_us int not null,
  next_attempt_at timestamptz, -- what was decided then
  primary key (message_id, endpoint_id, number)
) partition by range (message_id);
create index attempt_endpoint_id_idx on attempt (endpoint_id, id desc);

-- Answers of the POSTs other than message.create, for 12 hours.
create table idempotent_response (
  key bytea primary key, -- SHA-256 over credential, method, path and key
  body_hash bytea not null,
  status smallint, -- null: running
  response text, -- encrypted
  created_at timestamptz not null
);

-- Work ------------------------------------------------------------------------------------------------------------------------

create table worker (
  id int generated always as identity primary key,
  name text not null,
  version text not null,
  in_flight int not null default 0,
  started_at timestamptz not null default now(),
  seen_at timestamptz not null default now()
);

-- An endpoint that can't keep up has a queue of its own, drained by one worker at a time.
create table lane (
  endpoint_id uuid primary key references endpoint (id),
  reason text not null check (reason in ('slow', 'burst')),
  state text not null default 'open' check (state in ('open', 'closed')),
  owner int, -- worker.id
  lease_until timestamptz,
  opened_at timestamptz not null,
  closed_at timestamptz
);

-- Counts and latencies per minute; charts never scan attempts. bucket: server/stats/histogram.ts.
create table delivery_stat (
  minute timestamptz not null,
  worker_id int not null,
  endpoint_id uuid not null,
  outcome smallint not null,
  bucket smallint not null,
  count int not null,
  total_us bigint not null,
  primary key (minute, worker_id, endpoint_id, outcome, bucket)
) with (fillfactor = 70);

-- Partitions ------------------------------------------------------------------------------------------------------------------

-- Made as a plain table and attached, which does not lock out readers and writers of the parent. Returns whether it was made.
create function create_partition(parent text, week int, bounds text, options text default '') returns boolean language plpgsql as $$
declare
  child text := parent || '_' || week;
begin
  if to_regclass(child) is not null then return false; end if;
  execute format('create table %I (like %I including defaults including constraints) %s', child, parent, options);
  execute format('alter table %I attach partition %I %s', parent, child, bounds);
  return true;
end $$;

-- Message, delivery and attempt four weeks ahead; payload fifteen (a payload lives up to 90 days).
create function create_partitions(at timestamptz) returns int language plpgsql as $$
declare
  made int := 0;
  parent text;
  week int;
begin
  foreach parent in array array['message', 'delivery', 'attempt'] loop
    for week in week_of(at) .. week_of(at) + 4 loop
      made := made + create_partition(parent, week,
        format('for values from (%L) to (%L)', uuid_v7_floor(week_start(week)), uuid_v7_floor(week_start(week + 1))),
        case parent when 'delivery' then 'with (fillfactor = 80)' else '' end)::int;
    end loop;
  end loop;
  for week in week_of(at) .. week_of(at) + 15 loop
    made := made + create_partition('payload', week, format('for values in (%s)', week))::int;
  end loop;
  return made;
end $$;

do $$ begin
  for remainder in 0 .. 15 loop
    execute format('create table message_key_%s partition of message_key for values with (modulus 16, remainder %s)', remainder, remainder);
  end loop;
  perform create_partitions(now());
end $$;

-- A request that won its eventId but lost its idempotency key must leave nothing: see server/messages/ingest-sql.ts.
create function refuse_partial_keys(positions int[]) returns int language plpgsql as $$
begin
  raise exception using errcode = 'PH001', message = array_to_string(positions, ',');
end $$;
