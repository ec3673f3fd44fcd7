import { config } from '#server/config.ts'
import type { Context } from '#server/context.ts'
import { prisma } from '#server/db.ts'
import { createEndpoint, patchEndpoint } from '#server/endpoints/mutations.ts'
import { EndpointIn, type EndpointOut } from '#server/endpoints/schema.ts'
import { notFound } from '#server/errors.ts'
import { formatId } from '#server/ids.ts'
import { receiverSecret } from '#server/receiver/secret.ts'
import { type Tx, write } from '#server/writes.ts'

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

/** An endpoint that leads to the built-in receiver. @throws AppError not_found: the application, or the receiver does not run; conflict */
export async function createReceiverEndpoint(context: Context, application: string, tx: Tx): Promise<EndpointOut> {
  if (config.receiver === null) throw notFound('The built-in receiver')
  const input = EndpointIn.parse({ url: config.receiver, uid: receiverUid, description: 'The built-in receiver', secret: receiverSecret() })
  return createEndpoint(context, application, input, tx)
}
