export const serverVersion = `select current_setting('server_version_num')::int as number, current_setting('server_version') as version`

/** How many weeks after this one have a partition, by table. */
export const partitionWeeks = `
select p.parent, count(c.oid)::int as weeks
from unnest(array['message', 'delivery', 'attempt', 'search_value', 'payload']) as p(parent)
cross join generate_series(1, 15) as ahead
left join pg_inherits i on i.inhparent = p.parent::regclass
left join pg_class c on c.oid = i.inhrelid and c.relname = p.parent || '_' || (week_of(now()) + ahead)
group by p.parent`

/** Which keys the endpoints' secrets were encrypted with. */
export const encryptionKeyIds = `select split_part(secrets, '.', 1) as key_id, count(*)::int as count from endpoint group by 1`
