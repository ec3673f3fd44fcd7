-- What the reconciler found and repaired: should stay empty. A metric counts it per worker; this is kept when that worker is gone.
create table reconciler_finding (
  found_at timestamptz not null,
  without_job int not null, -- deliveries that waited without a job
  with_needless_job int not null -- deliveries that had ended and still had one
);
create index reconciler_finding_found_at_idx on reconciler_finding (found_at);
