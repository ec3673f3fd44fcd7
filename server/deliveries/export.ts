import type { Context } from '#server/context.ts'
import type { ExportFormat } from '#server/deliveries/export-format.ts'
import { listUndeliveredOf } from '#server/deliveries/undelivered.ts'
import type { UndeliveredFilter, UndeliveredRow } from '#server/deliveries/undelivered-schema.ts'
import { AppError } from '#server/errors.ts'

const maxRows = 10_000
/** Steps of the list, each of which looks at 10,000 deliveries at most: an export ends within seconds, or is refused. */
const maxSteps = 200
const pageRows = 500

/**
 * The list as a file, a page at a time, so that no more than a page is held.
 * @throws AppError limit_reached when more match than fit into a file, before anything is written
 */
export async function exportUndelivered(
  context: Context,
  filter: UndeliveredFilter,
  format: ExportFormat,
  signal: AbortSignal,
): Promise<ReadableStream<Uint8Array>> {
  await demandFits(context, filter, signal)
  const encoder = new TextEncoder()
  const chunks = written(walk(context, filter, signal), writers[format])
  return new ReadableStream({
    pull: async controller => {
      const { value, done } = await chunks.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
    cancel: async () => {
      await chunks.return(undefined)
    },
  })
}

async function* walk(context: Context, filter: UndeliveredFilter, signal: AbortSignal): AsyncGenerator<UndeliveredRow[]> {
  let cursor: string | null = null
  do {
    signal.throwIfAborted()
    const page = await listUndeliveredOf(context, { ...filter, cursor }, pageRows)
    yield page.rows
    cursor = page.cursor
  } while (cursor !== null)
}

async function demandFits(context: Context, filter: UndeliveredFilter, signal: AbortSignal): Promise<void> {
  let rows = 0
  let steps = 0
  for await (const page of walk(context, filter, signal)) {
    rows += page.length
    steps++
    if (rows > maxRows) throw new AppError('limit_reached', 'More than 10,000 deliveries match, which is the most that a file may have.')
    if (steps > maxSteps)
      throw new AppError('limit_reached', 'There are too many deliveries to look through: choose an endpoint or a shorter time.')
  }
}

type Writer = { head: string; row: (row: UndeliveredRow, index: number) => string; foot: string }

async function* written(pages: AsyncIterable<UndeliveredRow[]>, { head, row, foot }: Writer): AsyncGenerator<string> {
  let index = 0
  yield head
  for await (const page of pages) yield page.map(each => row(each, index++)).join('')
  yield foot
}

const columns: Record<string, (row: UndeliveredRow) => string | number | null> = {
  application_id: row => row.application.id,
  application: row => row.application.name,
  endpoint_id: row => row.endpoint.id,
  url: row => row.endpoint.url,
  message_id: row => row.message,
  event_type: row => row.eventType,
  state: row => row.state,
  reason: row => row.reason,
  attempts: row => row.attemptCount,
  last_error: row => row.error,
  last_status: row => row.status,
  accepted_at: row => row.acceptedAt.toISOString(),
  next_attempt_at: row => row.nextAttemptAt?.toISOString() ?? null,
  failed_at: row => row.failedAt?.toISOString() ?? null,
}

const writers: Record<ExportFormat, Writer> = {
  // RFC 4180
  csv: {
    head: `${Object.keys(columns).join(',')}\r\n`,
    row: row =>
      `${Object.values(columns)
        .map(read => toCell(read(row)))
        .join(',')}\r\n`,
    foot: '',
  },
  json: {
    head: '[',
    row: (row, index) =>
      `${index === 0 ? '' : ','}\n${JSON.stringify(Object.fromEntries(Object.entries(columns).map(([name, read]) => [name, read(row)])))}`,
    foot: '\n]\n',
  },
}

/** Names are chosen by others: one that a spreadsheet would take for a formula is kept from being one (OWASP, CSV injection). */
function toCell(value: string | number | null): string {
  const text = value === null ? '' : String(value)
  const harmless = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}
