'use client'
import { defaultShouldDehydrateQuery, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import {
  createTRPCClient,
  type HTTPHeaders,
  httpBatchLink,
  httpSubscriptionLink,
  splitLink,
  TRPCClientError,
  type TRPCLink,
} from '@trpc/client'
import { tap } from '@trpc/server/observable'
import { createTRPCContext } from '@trpc/tanstack-react-query'
import { type ReactNode, useState } from 'react'
import superjson from 'superjson'
import type { AppRouter } from '#server/trpc/router.ts'

const { TRPCProvider, useTRPC, useTRPCClient } = createTRPCContext<AppRouter>()

export { useTRPC, useTRPCClient }

export const proceduresUrl = '/api/trpc'
const retries = 2

/** What the server said of an error; null fields where it could not even answer. */
export function readError(error: unknown): ReadError {
  const data = error instanceof TRPCClientError ? (error as TRPCClientError<AppRouter>).data : null
  if (!data) return { code: null, requestId: null, issues: [], text: 'The server can’t be reached now.' }
  return { code: data.code, requestId: data.requestId, issues: data.issues, text: (error as Error).message }
}

/** The same in one sentence, with the request id by which the log has it; null without an error. */
export function describeError(error: unknown): string | null {
  if (error === null) return null
  const { text, requestId } = readError(error)
  return requestId === null ? text : `${text} (${requestId})`
}

type ReadError = { code: string | null; requestId: string | null; issues: { path: string; message: string }[]; text: string }

/** What the caller caused will not be better the second time. */
const isTemporary = (error: unknown): boolean => {
  const { code } = readError(error)
  return code === null || code === 'SERVICE_UNAVAILABLE'
}

/** The session ended, here or elsewhere: sign in again and come back. */
function signInAgain(): void {
  const { pathname, search } = window.location
  window.location.assign(`/login?next=${encodeURIComponent(pathname + search)}`)
}

/** How requests say who asks, and what to do when that is not believed any more. */
export type Access = { headers: () => HTTPHeaders; subscriptions: TRPCLink<AppRouter>; onEnded: () => void }

/** A member's: by the cookie, which the browser sends by itself. */
const byCookie: Access = {
  headers: () => ({}),
  subscriptions: httpSubscriptionLink({ url: proceduresUrl, transformer: superjson }),
  onEnded: signInAgain,
}

/** Whatever is asked, be it to read, to change or to be told of changes. */
const leaving =
  (onEnded: () => void): TRPCLink<AppRouter> =>
  () =>
  ({ next, op }) =>
    next(op).pipe(tap({ error: error => readError(error).code === 'UNAUTHORIZED' && onEnded() }))

const makeQueryClient = () =>
  new QueryClient({
    defaultOptions: {
      // Live updates say when to read again; time alone does not.
      queries: {
        staleTime: 30_000,
        refetchOnWindowFocus: false,
        retry: (count, error) => count < retries && isTemporary(error),
      },
      dehydrate: { serializeData: superjson.serialize, shouldDehydrateQuery: defaultShouldDehydrateQuery },
      hydrate: { deserializeData: superjson.deserialize },
    },
  })

const makeClient = ({ headers, subscriptions, onEnded }: Access) =>
  createTRPCClient<AppRouter>({
    links: [
      leaving(onEnded),
      splitLink({
        condition: operation => operation.type === 'subscription',
        true: subscriptions,
        // By POST, so that neither ids nor what people search for stands in an address.
        false: httpBatchLink({ url: proceduresUrl, transformer: superjson, methodOverride: 'POST', headers }),
      }),
    ],
  })

export function DataProvider({ access = byCookie, children }: { access?: Access; children: ReactNode }) {
  const [queryClient] = useState(makeQueryClient)
  const [trpcClient] = useState(() => makeClient(access))
  return (
    <QueryClientProvider client={queryClient}>
      <TRPCProvider queryClient={queryClient} trpcClient={trpcClient}>
        {children}
      </TRPCProvider>
    </QueryClientProvider>
  )
}
