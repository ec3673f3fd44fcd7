import type { Context } from '#server/context.ts'
import { prisma } from '#server/db.ts'
import { patchEndpoint } from '#server/endpoints/mutations.ts'
import { formatId } from '#server/ids.ts'
import { write } from '#server/writes.ts'

/** The uid of endpoints that lead to the built-in receiver, which `posthorn start` runs for those who have none yet. */
export const receiverUid = 'built-in-receiver'

/** The receiver has another port than at the last start: its endpoints follow. One that somebody has led elsewhere stays. */
export async function followReceiver(url: string, open: (environmentId: string) => Promise<Context>): Promise<void> {
  const { origin, pathname } = new URL(url)
  const left = await prisma.endpoint.findMany({
    where: {
      uid: receiverUid,
      deletedAt: null,
      url: { startsWith: origin.replace(/\d+$/, ''), endsWith: pathname, not: url },
      application: { deletedAt: null },
    },
    select: { id: true, applicationId: true, application: { select: { environmentId: true } } },
    take: 1_000,
  })
  for (const { id, applicationId, application } of left) {
    const context = await open(application.environmentId)
    const path = { application: formatId('application', applicationId), endpoint: formatId('endpoint', id) }
    await write(context, tx => patchEndpoint(context, path, { url }, tx))
  }
}
