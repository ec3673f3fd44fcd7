import { config } from '#server/config.ts'
import type { Context } from '#server/context.ts'
import { pool, prisma } from '#server/db.ts'
import type { FirstSteps } from '#server/first-steps/schema.ts'
import { readNewestMessage } from '#server/first-steps/sql.ts'
import { formatId } from '#server/ids.ts'

/** Read from what is there: a step is done when its thing exists, be it by the page, the API or a command. */
export async function getFirstSteps({ organizationId, environmentId }: Context): Promise<FirstSteps> {
  const [application, newest, demo] = await Promise.all([
    findApplication(environmentId),
    pool.query<{ id: string; endpoint_id: string | null }>({ ...readNewestMessage, values: [environmentId] }),
    prisma.environment.findFirst({ where: { organizationId, demo: true, NOT: { id: environmentId } }, select: { slug: true } }),
  ])
  const [endpoint] = application?.endpoints ?? []
  const [message] = newest.rows
  return {
    application: application && { id: formatId('application', application.id), uid: application.uid, name: application.name },
    endpoint: endpoint ? { id: formatId('endpoint', endpoint.id), url: endpoint.url } : null,
    message: message
      ? { id: formatId('message', message.id), endpoint: message.endpoint_id && formatId('endpoint', message.endpoint_id) }
      : null,
    receiver: config.receiver,
    demo: demo?.slug ?? null,
  }
}

const endpoints = { where: { deletedAt: null }, orderBy: { id: 'desc' }, take: 1, select: { id: true, url: true } } as const

/** The newest one that has an endpoint, or else the newest. */
async function findApplication(environmentId: string) {
  const mine = { environmentId, deletedAt: null, internal: false }
  const common = { orderBy: { id: 'desc' }, select: { id: true, uid: true, name: true, endpoints } } as const
  const complete = await prisma.application.findFirst({ where: { ...mine, endpoints: { some: { deletedAt: null } } }, ...common })
  return complete ?? (await prisma.application.findFirst({ where: mine, ...common }))
}
