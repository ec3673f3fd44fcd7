-- How a replay went, second by second of its first minute and then in steps of ten, in its own counts: the statistics of its endpoints hold
-- what else they got, too.
create table replay_progress (
  replay_id uuid not null references replay (id),
  at timestamptz not null, -- the beginning of the step
  delivered int not null,
  failed int not null,
  skipped int not null,
  primary key (replay_id, at)
) with (fillfactor = 50);
