-- Statistics by hour and by day, and what housekeeping finds its rows by.

-- Sums of delivery_stat over workers and minutes, with whom an endpoint belongs to. Hours and days are UTC's.
-- The key begins with the time, because the oldest go first; no index mentions a sum, so that adding stays HOT.
create table delivery_stat_hour (
  hour timestamptz not null,
  endpoint_id uuid not null,
  outcome smallint not null,
  bucket smallint not null,
  application_id uuid not null,
  environment_id uuid not null,
  count bigint not null,
  total_us bigint not null,
  primary key (hour, endpoint_id, outcome, bucket)
) with (fillfactor = 70);
create index delivery_stat_hour_endpoint_id_idx on delivery_stat_hour (endpoint_id, hour);
create index delivery_stat_hour_environment_id_idx on delivery_stat_hour (environment_id, hour);

create table delivery_stat_day (
  day timestamptz not null,
  endpoint_id uuid not null,
  outcome smallint not null,
  bucket smallint not null,
  application_id uuid not null,
  environment_id uuid not null,
  count bigint not null,
  total_us bigint not null,
  primary key (day, endpoint_id, outcome, bucket)
) with (fillfactor = 70);
create index delivery_stat_day_endpoint_id_idx on delivery_stat_day (endpoint_id, day);
create index delivery_stat_day_environment_id_idx on delivery_stat_day (environment_id, day);

-- One row. Minutes before `rolled_up_to` are in the hours and days, those from it on are not yet: whoever adds the two never counts twice.
create table delivery_stat_progress (
  single boolean primary key default true check (single),
  rolled_up_to timestamptz not null
);
insert into delivery_stat_progress (rolled_up_to) values ('epoch');

create index idempotent_response_created_at_idx on idempotent_response (created_at);
