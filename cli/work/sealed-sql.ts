/** Where values encrypted with POSTHORN_ENCRYPTION_KEYS are kept for good; `id` is the column whose value is authenticated with them. */
export const sealedColumns = [
  { table: 'endpoint', id: 'id', column: 'secrets' },
  { table: 'endpoint', id: 'id', column: 'headers' },
  { table: 'endpoint', id: 'id', column: 'credentials' },
  { table: 'endpoint_transformation', id: 'endpoint_id', column: 'variables' },
  { table: 'search_key', id: 'environment_id', column: 'value' },
] as const

export type SealedColumn = (typeof sealedColumns)[number]

/** $1 the current key's id, a dot and `%` · $2 the last id of the batch before · $3 how many. A null is neither like nor unlike. */
export const nextOutdated = ({ table, id, column }: SealedColumn) =>
  `select ${id} as id, ${column} as value from ${table} where ${column} not like $1 and ${id} > $2::uuid order by ${id} limit $3`

export const countOutdated = ({ table, column }: SealedColumn) => `select count(*)::int as count from ${table} where ${column} not like $1`

/** $1 id · $2 the value as it was read: what somebody has changed since is left alone · $3 the new value. */
export const replaceValue = ({ table, id, column }: SealedColumn) =>
  `update ${table} set ${column} = $3 where ${id} = $1::uuid and ${column} = $2`
