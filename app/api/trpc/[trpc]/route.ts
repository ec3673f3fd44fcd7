import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import { authenticatePortal, isPortalToken } from '#server/auth/portal-token.ts'
import { readSession } from '#server/auth/session.ts'
import { createPortalContext, createRequestContext, type RequestContext } from '#server/trpc/init.ts'
import { appRouter } from '#server/trpc/router.ts'

/** The cookie is sent from sibling subdomains, too; only our own pages may act with it. */
const isOwnPage = (request: Request): boolean => ['same-origin', null].includes(request.headers.get('sec-fetch-site'))

/** Whoever brings a portal token is that merchant and nobody else, whatever cookie comes along. */
async function contextOf(request: Request): Promise<RequestContext> {
  const authorization = request.headers.get('authorization') ?? undefined
  if (isPortalToken(authorization)) return createPortalContext(() => authenticatePortal(authorization))
  return createRequestContext(await readSession())
}

async function handle(request: Request): Promise<Response> {
  if (!isOwnPage(request)) return new Response('Only from Posthorn’s own pages.', { status: 403 })
  const createContext = () => contextOf(request)
  return fetchRequestHandler({ endpoint: '/api/trpc', req: request, router: appRouter, allowMethodOverride: true, createContext })
}

export { handle as GET, handle as POST }
