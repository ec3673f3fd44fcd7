import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import { readSession } from '#server/auth/session.ts'
import { createRequestContext } from '#server/trpc/init.ts'
import { appRouter } from '#server/trpc/router.ts'

/** The cookie is sent from sibling subdomains, too; only our own pages may act with it. */
const isOwnPage = (request: Request): boolean => ['same-origin', null].includes(request.headers.get('sec-fetch-site'))

async function handle(request: Request): Promise<Response> {
  if (!isOwnPage(request)) return new Response('Only from Posthorn’s own pages.', { status: 403 })
  const createContext = async () => createRequestContext(await readSession())
  return fetchRequestHandler({ endpoint: '/api/trpc', req: request, router: appRouter, allowMethodOverride: true, createContext })
}

export { handle as GET, handle as POST }
