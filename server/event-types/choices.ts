import type { Context } from '#server/context.ts'
import { prisma } from '#server/db.ts'
import { visibleTo } from '#server/event-types/queries.ts'

const maxChoices = 2_000

/** The catalogue to subscribe to, by name; archived ones are left out. */
export const listEventTypeChoices = (context: Context): Promise<{ name: string; description: string }[]> =>
  prisma.eventType.findMany({
    where: { ...visibleTo(context), archived: false },
    select: { name: true, description: true },
    orderBy: { name: 'asc' },
    take: maxChoices,
  })
