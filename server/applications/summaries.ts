import { applicationsMatching } from '#server/applications/queries.ts'
import type { ApplicationPage, ApplicationSearch } from '#server/applications/summary-schema.ts'
import { readSummaries, type SummaryRow } from '#server/applications/summary-sql.ts'
import type { Context } from '#server/context.ts'
import { pool, prisma } from '#server/db.ts'
import { formatId, parseId, timeOfId } from '#server/ids.ts'
import { readHours } from '#server/stats/hours.ts'

const pageRows = 50

/** The environment's applications, newest first, with what an operator compares them by. */
export async function listApplicationSummaries(context: Context, { text, cursor }: ApplicationSearch): Promise<ApplicationPage> {
  const before = parseId('application', cursor ?? '')
  const found = await prisma.application.findMany({
    where: {
      environmentId: context.environmentId,
      deletedAt: null,
      internal: false,
      AND: [applicationsMatching(text), before === null ? {} : { id: { lt: before } }],
    },
    select: { id: true, uid: true, name: true },
    orderBy: { id: 'desc' },
    take: pageRows + 1,
  })
  const page = found.slice(0, pageRows)
  const ids = page.map(({ id }) => id)
  const [summaries, hoursOf] = await Promise.all([
    pool.query<SummaryRow>({ ...readSummaries, values: [ids] }),
    readHours('application', ids),
  ])
  const byId = new Map(summaries.rows.map(row => [row.id, row]))
  const rows = page.map(({ id, uid, name }) => {
    const last = byId.get(id)?.last_message_id
    return {
      id: formatId('application', id),
      uid,
      name,
      endpointCount: byId.get(id)?.endpoint_count ?? 0,
      lastMessageAt: last ? timeOfId(last) : null,
      hours: hoursOf(id),
    }
  })
  return { rows, cursor: found.length > pageRows ? (rows.at(-1)?.id ?? null) : null }
}
