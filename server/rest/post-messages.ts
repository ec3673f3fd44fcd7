import { getOrCreateApplication } from '#server/applications/mutations.ts'
import { findApplication, loadApplication } from '#server/applications/queries.ts'
import type { ApplicationIn } from '#server/applications/schema.ts'
import type { Context } from '#server/context.ts'
import { ValidationError } from '#server/errors.ts'
import { createMessage } from '#server/messages/create.ts'
import type { MessageBatchOut, MessageOut } from '#server/messages/schema.ts'
import { referenceTo } from '#server/references.ts'
import { describeError } from '#server/rest/errors.ts'
import { messageOut } from '#server/rest/message-out.ts'
import type { PostedItem } from '#server/rest/new-batch.ts'
import type { PostedMessage } from '#server/rest/new-message.ts'
import type { Refused } from '#server/rest/operation.ts'
import { write } from '#server/writes.ts'

/** Stores one message; its application is made first when it came along and is not there. */
export async function postMessage(context: Context, { message, application }: PostedMessage, withContent: boolean): Promise<MessageOut> {
  if (application) await ensureApplication(context, message.application, application)
  const { id } = await createMessage(context, message)
  return messageOut({ ...message, id, body: withContent ? message.payload : undefined })
}

async function ensureApplication(context: Context, path: string, application: ApplicationIn): Promise<void> {
  if (await findApplication(context, referenceTo('application', path))) return
  await write(context, tx => getOrCreateApplication(context, application, tx))
}

/**
 * Stores many messages of an application, each for itself: they join the group commit as if they had been posted one by one.
 * @throws AppError not_found when the application is not there and no message brings it
 */
export async function postBatch(context: Context, path: string, items: PostedItem[], withContent: boolean): Promise<MessageBatchOut> {
  const application = items.map(item => (item instanceof Error ? null : item.application)).find(found => found !== null)
  if (application) await ensureApplication(context, path, application)
  else await loadApplication(context, path)
  const store = async (item: PostedItem): Promise<MessageBatchOut['data'][number]> => {
    try {
      if (item instanceof Error) throw item
      return { status: 202, message: await postMessage(context, { ...item, application: null }, withContent) }
    } catch (error) {
      return refusal(error)
    }
  }
  return { data: await Promise.all(items.map(store)) }
}

function refusal(error: unknown): MessageBatchOut['data'][number] {
  if (error instanceof ValidationError) return { status: 422, error: { code: 'validation_error', detail: error.message } }
  const { status, body } = describeError(error, { operation: 'v1.message.create-batch' })
  return { status, error: body as { code: string; detail: string } }
}

/** Why the first message of a batch that was refused was; the others are counted. */
export function firstRefusal({ data }: MessageBatchOut): Refused | null {
  const refused = data.flatMap((item, index) => ('error' in item ? [{ index, status: item.status, ...item.error }] : []))
  const [first] = refused
  if (!first) return null
  const others = refused.length === 1 ? 'it alone' : `${refused.length} in all`
  const detail = `Message ${first.index + 1} of ${data.length} in the batch was refused, ${others}: ${first.detail}`
  return { code: first.code, status: first.status, detail }
}
