/**
 * Counts a try for each key before the password is looked at, so that parallel guesses are counted as well. A window begins with its
 * first try and ends by itself; the database's clock serves all processes.
 */
export const countTries = {
  name: 'count-sign-in-tries',
  text: `
insert into sign_in_failure as f (key, failure_count, first_at)
select key, 1, now() from unnest($1::bytea[]) as k(key) order by key
on conflict (key) do update set
  failure_count = case when f.first_at < now() - make_interval(secs => $2) then 1 else f.failure_count + 1 end,
  first_at = case when f.first_at < now() - make_interval(secs => $2) then now() else f.first_at end
returning key, failure_count, ceil(extract(epoch from first_at - now()) + $2)::int as seconds_left`,
}

export type TriesRow = { key: Buffer; failure_count: number; seconds_left: number }

/** After a success nothing is held against the account, and the address gets its try back. */
export const forgiveTries = {
  name: 'forgive-sign-in-tries',
  text: `
with account as (delete from sign_in_failure where key = $1 or first_at < now() - make_interval(secs => $3))
update sign_in_failure set failure_count = failure_count - 1 where key = $2 and first_at >= now() - make_interval(secs => $3)`,
}
