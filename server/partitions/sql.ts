/** Makes the partitions of the coming weeks that are not there yet; see `create_partitions` in the migrations. */
export const createPartitions = { name: 'create-partitions', text: `select create_partitions(pgboss.job_now())` }
