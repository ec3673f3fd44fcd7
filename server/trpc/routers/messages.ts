import { z } from 'zod'
import { watchChanges } from '#server/messages/changes.ts'
import { getAttempt, getMessage, getPayload, listAttempts } from '#server/messages/detail.ts'
import { listFeed, readFeedNews } from '#server/messages/feed.ts'
import { FeedIn, FeedNewsIn } from '#server/messages/feed-schema.ts'
import { nameApplications, searchApplications, searchEndpoints, searchEventTypes } from '#server/messages/filter-options.ts'
import { searchLabels } from '#server/search/find.ts'
import { environmentProcedure, router } from '#server/trpc/init.ts'

const id = z.string().max(64)
const message = z.object({ message: id })
const delivery = message.extend({ endpoint: id })
const attempt = delivery.extend({ number: z.int().positive() })
const search = z.object({ text: z.string().trim().max(256) })

const read = environmentProcedure('read')

export const messagesRouter = router({
  list: read.input(FeedIn).query(({ ctx, input }) => listFeed(ctx.context, input)),
  news: read.input(FeedNewsIn).query(({ ctx, input }) => readFeedNews(ctx.context, input)),
  changes: read.subscription(({ signal }) => watchChanges(signal ?? AbortSignal.abort())),
  get: read.input(message).query(({ ctx, input }) => getMessage(ctx.context, input)),
  payload: read.input(message).query(({ ctx, input }) => getPayload(ctx.context, input)),
  attempts: read.input(delivery).query(({ ctx, input }) => listAttempts(ctx.context, input)),
  attempt: read.input(attempt).query(({ ctx, input }) => getAttempt(ctx.context, input)),
  searchApplications: read.input(search).query(({ ctx, input }) => searchApplications(ctx.context, input)),
  nameApplications: read.input(z.object({ ids: z.array(id).max(50) })).query(({ ctx, input }) => nameApplications(ctx.context, input)),
  searchEndpoints: read.input(search).query(({ ctx, input }) => searchEndpoints(ctx.context, input)),
  searchEventTypes: read.input(search).query(({ ctx, input }) => searchEventTypes(ctx.context, input)),
  searchLabels: read.query(({ ctx }) => searchLabels(ctx.context)),
})
