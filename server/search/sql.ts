import type { Tx } from '#server/writes.ts'

/** What an environment's event types declare, and its key. $1 environment */
export const readDeclared = {
  name: 'read-search-paths',
  text: `
select t.name, t.search_paths as paths, k.value as key
from event_type t left join search_key k on k.environment_id = t.environment_id
where t.environment_id = $1::uuid and t.search_paths <> '[]'`,
}
export type DeclaredRow = { name: string; paths: { label: string; path: string }[]; key: string | null }

/** Of several processes that make a key at once, one wins. $1 environment · $2 key, encrypted. Returns the one that is valid. */
export const makeSearchKey = {
  name: 'make-search-key',
  text: `
with made as (insert into search_key (environment_id, value) values ($1::uuid, $2) on conflict do nothing returning value)
select value from made union all select value from search_key where environment_id = $1::uuid`,
}

/** The labels that an environment's event types declare, by name. $1 environment · $2 rows */
export const listLabels = {
  name: 'list-search-labels',
  text: `
select distinct p ->> 'label' as label from event_type cross join lateral jsonb_array_elements(search_paths) p
where environment_id = $1::uuid and search_paths <> '[]' order by label limit $2`,
}

type ValueParameters = {
  whole: string
  label: string
  rest: string
  above: string
  below: string
  direction: 'asc' | 'desc'
  limit: string
}

/**
 * Ids of the messages that have a value, in order: `whole` under any label, or `rest` under `label`, each as a parameter; a null finds
 * nothing. `above` and `below` are comparisons of message_id.
 */
export const messagesWithValue = ({ whole, label, rest, above, below, direction, limit }: ValueParameters) => {
  const found = (condition: string) => `
    (select message_id from search_value where ${condition} and message_id ${above} and message_id ${below}
     order by message_id ${direction} limit ${limit})`
  return `select message_id from (${found(`value = ${whole}::uuid`)}
    union all ${found(`value = ${rest}::uuid and label = ${label}::text`)}) with_value
  group by message_id order by message_id ${direction} limit ${limit}`
}

/** By the order in which rows lie (BRIN). $1 message ids */
export const deleteSearchValues = {
  name: 'delete-search-values',
  text: 'delete from search_value where message_id = any ($1::uuid[])',
}

/** The same within a transaction of Prisma's. */
export const forgetSearchValues = (messageIds: readonly string[], tx: Tx): Promise<unknown> =>
  tx.$executeRaw`delete from search_value where message_id = any (${messageIds}::uuid[])`
