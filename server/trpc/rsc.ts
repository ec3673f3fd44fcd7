import 'server-only'
import { defaultShouldDehydrateQuery, dehydrate, QueryClient } from '@tanstack/react-query'
import { TRPCError } from '@trpc/server'
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query'
import { notFound } from 'next/navigation'
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

/**
 * Waits for what a page is about: where that does not exist there is no page. What else goes wrong the screen says itself. `codes`: the
 * errors that say so, where a name that can't be one is refused before it is looked for.
 */
export const orNotFound = (query: Promise<unknown>, codes: readonly TRPCError['code'][] = ['NOT_FOUND']): Promise<unknown> =>
  query.catch((error: unknown) => {
    if (error instanceof TRPCError && codes.includes(error.code)) notFound()
  })
