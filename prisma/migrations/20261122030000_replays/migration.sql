-- Replays: many deliveries again, as a job with progress (docs/decisions/010-replays.md).

create table replay (
  id uuid primary key, -- made first: it is the snapshot, only older messages belong to the replay
  environment_id uuid not null references environment (id),
  application_id uuid references application (id), -- null: the whole environment
  endpoint_id uuid references endpoint (id), -- null: all
  kind text not null check (kind in ('replay', 'endpoint.recover', 'endpoint.replay', 'endpoint.bulk-replay')),
  -- What is sent again. An empty list of the others means any; of `states` it means none.
  states smallint[] not null,
  missing boolean not null, -- no delivery although the endpoint subscribes, or one that was skipped
  reasons smallint[] not null,
  errors smallint[] not null, -- of the last attempt
  status_class smallint, -- of the last attempt; 0: no answer
  event_types text[] not null,
  channel text,
  tag text,
  since timestamptz,
  until timestamptz,
  -- How.
  canary boolean not null,
  rate int check (rate > 0), -- per second; null: as fast as few waiting at a time allow
  starts text not null check (starts in ('now', 'healthy')),
  -- How far. Keys before the cursor are never looked at again, so that nothing is sent twice.
  state text not null check (state in ('waiting', 'canary', 'running', 'finished', 'canceled', 'failed')),
  reason text,
  total int not null default 0, -- counted up to counted_*; those before the cursor included
  total_exact boolean not null default false,
  counted_message_id uuid not null,
  counted_endpoint_id uuid not null,
  cursor_message_id uuid not null,
  cursor_endpoint_id uuid not null,
  walked boolean not null default false, -- the cursor has come to the end
  admitted int not null default 0,
  delivered int not null default 0,
  failed int not null default 0,
  skipped int not null default 0,
  paced_at timestamptz not null, -- the moment up to which the pace is used up
  canary_message_id uuid,
  canary_endpoint_id uuid,
  failed_message_id uuid, -- the delivery that stopped it
  failed_endpoint_id uuid,
  created_by text not null,
  created_at timestamptz not null,
  started_at timestamptz,
  ended_at timestamptz,
  updated_at timestamptz not null
) with (fillfactor = 50);
create index replay_environment_id_idx on replay (environment_id, id desc);
create index replay_application_id_idx on replay (application_id, id desc);
create index replay_active_idx on replay (id)
  where state in ('waiting', 'canary', 'running') or admitted > delivered + failed + skipped;

-- What a replay has admitted and not yet heard of: a few hundred rows at most. The former values are what a cancel gives back.
create table replay_delivery (
  replay_id uuid not null references replay (id),
  message_id uuid not null,
  endpoint_id uuid not null,
  job_id uuid not null,
  manual boolean not null, -- an attempt beside the schedule, because the delivery was retrying or delivered
  attempt_count int not null, -- what comes after these is the replay's
  former_state smallint, -- null: there was no delivery
  former_reason smallint,
  former_step int not null,
  former_failed_at timestamptz,
  primary key (replay_id, message_id, endpoint_id)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
