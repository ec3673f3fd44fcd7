import { pool } from '#server/db.ts'

/**
 * Moves database time: every schedule, window and lease reads `pgboss.job_now()`, and ids are made of `uuid_v7()`, so days pass in one
 * statement while the clock goes on running. Only in this test file's database, which is its own.
 */
const install = `
create table if not exists test_clock (moved interval not null);
insert into test_clock select '0 s' where not exists (select from test_clock);
create or replace function pgboss.job_now() returns timestamptz language sql stable as
  $$ select pg_catalog.now() + (select moved from public.test_clock) $$;
do $$ begin
  execute replace(pg_get_functiondef('uuid_v7'::regproc), 'clock_timestamp()', '(clock_timestamp() + (select moved from public.test_clock))');
end $$;
`

let installed: Promise<unknown> | null = null

/** Forwards by so many seconds from where it is. */
export async function moveClock(seconds: number): Promise<void> {
  installed ??= pool.query(install)
  await installed
  await pool.query(`update test_clock set moved = moved + make_interval(secs => $1::float8)`, [seconds])
}

/** Forwards to a moment, at least; the past is out of reach. */
export async function moveClockTo(moment: Date): Promise<void> {
  const seconds = (moment.getTime() - (await databaseNow()).getTime()) / 1000
  if (seconds > 0) await moveClock(seconds)
}

/** Back to the present, for the next test. */
export async function resetClock(): Promise<void> {
  if (installed) await pool.query(`update test_clock set moved = '0 s'`)
}

export async function databaseNow(): Promise<Date> {
  const { rows } = await pool.query<{ now: Date }>('select pgboss.job_now() as now')
  return rows[0]!.now
}
