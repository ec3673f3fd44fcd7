import type { Tx } from '#server/writes.ts'

/** Whoever changes the members of an organization does it one after the other, so that two owners can't remove each other at once. */
export const lockMembers = (organizationId: string, tx: Tx): Promise<unknown> =>
  tx.$queryRaw`select 1 from organization where id = ${organizationId}::uuid for update`
