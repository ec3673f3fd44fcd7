import { prisma } from '#server/db.ts'
import type { Id } from '#server/ids.ts'
import type { EnvironmentChoice } from '#server/organizations/schema.ts'

const maxChoices = 200

/** The environments that somebody may open, for the switcher, and to know where a sign-in leads. Oldest first, the demo last. */
export async function listEnvironmentsOf(userId: Id<'user'>): Promise<EnvironmentChoice[]> {
  const rows = await prisma.environment.findMany({
    where: { organization: { members: { some: { userId } } } },
    select: { slug: true, name: true, demo: true, organization: { select: { slug: true, name: true } } },
    orderBy: [{ demo: 'asc' }, { organizationId: 'asc' }, { id: 'asc' }],
    take: maxChoices,
  })
  return rows.map(({ organization, ...environment }) => ({ organization, environment }))
}
