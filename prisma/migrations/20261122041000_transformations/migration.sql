-- JavaScript that changes what an endpoint gets. Kept apart from the endpoint, because every claim reads that one.

create table endpoint_transformation (
  endpoint_id uuid primary key references endpoint (id),
  code text,
  variables text, -- JSON, encrypted
  updated_at timestamptz not null default now()
);
