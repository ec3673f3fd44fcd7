import { prisma } from '#server/db.ts'
import { type AuditEntry, Prisma } from '#server/generated/prisma/client.ts'

type Walk = { organizationId: string; environmentId: string; before: string; limit: number }
type Filter = { actorKind: string | null; actorId: string | null; action: string | null }

const matches = ({ actorKind, actorId, action }: Filter) => Prisma.sql`
  ${actorKind === null ? Prisma.empty : Prisma.sql`and actor_kind = ${actorKind}`}
  ${actorId === null ? Prisma.empty : Prisma.sql`and actor_id = ${actorId}::uuid`}
  ${action === null ? Prisma.empty : Prisma.sql`and action = ${action}`}`

/** Entries of an environment and those of its organization, newest first: a walk along an index for each, and no further than the page. */
export function findEntries({ organizationId, environmentId, before, limit }: Walk, filter: Filter): Promise<AuditEntry[]> {
  const part = (place: Prisma.Sql) => Prisma.sql`(
    select id, organization_id as "organizationId", environment_id as "environmentId", actor_kind as "actorKind", actor_id as "actorId",
      actor_name as "actorName", action, target_kind as "targetKind", target_id as "targetId", target_name as "targetName", before, after
    from audit_entry where ${place} and id < ${before}::uuid ${matches(filter)} order by id desc limit ${limit})`
  return prisma.$queryRaw<AuditEntry[]>`
    ${part(Prisma.sql`environment_id = ${environmentId}::uuid`)}
    union all ${part(Prisma.sql`environment_id is null and organization_id = ${organizationId}::uuid`)}
    order by id desc limit ${limit}`
}
