import { httpSubscriptionLink } from '@trpc/client'
import { EventSource } from 'eventsource'
import superjson from 'superjson'
import { type Access, proceduresUrl } from '#components/trpc.tsx'

/** A merchant's: by the token, in a header. The browser's own EventSource sends none, so another reads the stream with fetch. */
export function byToken(readToken: () => string | null, onEnded: () => void): Access {
  const headers = () => ({ authorization: `Bearer ${readToken()}` })
  return {
    headers,
    subscriptions: httpSubscriptionLink({
      url: proceduresUrl,
      transformer: superjson,
      EventSource,
      eventSourceOptions: { fetch: (url, init) => fetch(url, { ...init, headers: { ...init.headers, ...headers() } }) },
    }),
    onEnded,
  }
}
