-- Health of an endpoint: what is noted when it flips, so that it can be told what changed then.

alter table endpoint
  add column first_success_at timestamptz, -- null: still being set up
  add column failed_from timestamptz, -- the first failure of the last time that it failed for good
  add column recovered_at timestamptz; -- the success that ended it

update endpoint e set first_success_at = created_at where exists (select from attempt where endpoint_id = e.id and error = 0);

-- Whether the last five attempts failed: fewer may be chance.
create function endpoint_fails(endpoint_id uuid) returns boolean language sql stable as $$
  select count(*) = 5 and bool_and(error > 0) from (select error from attempt where endpoint_id = $1 order by id desc limit 5) last $$;
