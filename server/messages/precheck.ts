import { loadApplication } from '#server/applications/queries.ts'
import type { Context } from '#server/context.ts'
import { prisma } from '#server/db.ts'
import type { PrecheckIn } from '#server/messages/schema.ts'

/** Whether some endpoint would get such a message now: the matching of server/messages/ingest-sql.ts. @throws AppError not_found */
export async function wouldDeliver(context: Context, application: string, { eventType, channels }: PrecheckIn): Promise<boolean> {
  const { id: applicationId } = await loadApplication(context, application)
  const endpoint = await prisma.endpoint.findFirst({
    where: {
      applicationId,
      deletedAt: null,
      disabled: false,
      AND: [
        { OR: [{ eventTypes: { isEmpty: true } }, { eventTypes: { has: eventType } }] },
        { OR: [{ channels: { isEmpty: true } }, { channels: { hasSome: channels ?? [] } }] },
      ],
    },
    select: { id: true },
  })
  return endpoint !== null
}
