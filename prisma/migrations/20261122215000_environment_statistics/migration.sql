-- What an overview adds up. A week of a thousand endpoints is hundreds of thousands of rows by endpoint, and some ten thousand by environment.

-- Sums of delivery_stat_hour over an environment's endpoints, written with them.
create table delivery_stat_environment (
  environment_id uuid not null,
  hour timestamptz not null,
  outcome smallint not null,
  bucket smallint not null,
  count bigint not null,
  primary key (environment_id, hour, outcome, bucket)
) with (fillfactor = 70);
create index delivery_stat_environment_hour_idx on delivery_stat_environment (hour); -- the oldest go first

insert into delivery_stat_environment (environment_id, hour, outcome, bucket, count)
select environment_id, hour, outcome, bucket, sum(count) from delivery_stat_hour group by 1, 2, 3, 4;

-- By endpoint, an environment's rows are read for the failures alone: 1 retrying, 3 failed.
create index delivery_stat_hour_failures_idx on delivery_stat_hour (environment_id, hour) where outcome in (1, 3);
create index delivery_stat_day_failures_idx on delivery_stat_day (environment_id, day) where outcome in (1, 3);
drop index delivery_stat_hour_environment_id_idx;
drop index delivery_stat_day_environment_id_idx;

-- A function, because the planner asks it: of a subquery it would expect that most minutes are not rolled up yet, and read them all.
create function stat_rolled_up_to() returns timestamptz language sql stable parallel safe as $$
  select rolled_up_to from delivery_stat_progress $$;
