import 'server-only'
import { defaultShouldDehydrateQuery, dehydrate, QueryClient } from '@tanstack/react-query'
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query'
import { cache } from 'react'
import superjson from 'superjson'
import { readSession } from '#server/auth/session.ts'
import { createRequestContext } from '#server/trpc/init.ts'
import { appRouter } from '#server/trpc/router.ts'

/** Pages ask the same procedures as the browser, without the way over HTTP, and hand over what they got. */
export const serverQueryClient = cache(
  () =>
    new QueryClient({
      defaultOptions: {
        queries: { retry: false },
        dehydrate: { serializeData: superjson.serialize, shouldDehydrateQuery: defaultShouldDehydrateQuery },
      },
    }),
)

const requestContext = cache(async () => createRequestContext(await readSession()))

export const trpc = createTRPCOptionsProxy({ ctx: requestContext, router: appRouter, queryClient: serverQueryClient })

export const dehydrated = () => dehydrate(serverQueryClient())
