import { randomBytes } from 'node:crypto'
import { type NextRequest, NextResponse } from 'next/server'
import { pathHeader, sessionCookie, sessionSeconds, slideSession } from '#server/auth/session-cookie.ts'
import { config as settings } from '#server/config.ts'
import { findFramers } from '#server/portal/framers.ts'
import { portalSlug } from '#server/portal/session-schema.ts'

/** Pages only: files and procedures need neither a policy for scripts nor a longer session. */
export const config = { matcher: ['/((?!api/|_next/|icon.svg).*)'] }

/** Set by next.config.mjs: React and Next's own tools need more freedom while the code is being worked on. */
declare const __HOT_RELOAD__: boolean

const https = settings.url.startsWith('https:')

export async function proxy(request: NextRequest): Promise<NextResponse> {
  const portal = new RegExp(`^/${portalSlug}/([^/]+)`).exec(request.nextUrl.pathname)?.[1]
  const framers = portal === undefined ? [] : await findFramers(portal)
  const policy = contentSecurityPolicy(randomBytes(16).toString('base64'), framers)
  const headers = new Headers(request.headers)
  // Next reads the nonce from here and puts it on its own scripts.
  headers.set('content-security-policy', policy)
  headers.set(pathHeader, request.nextUrl.pathname + request.nextUrl.search)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('content-security-policy', policy)
  if (https) response.headers.set('strict-transport-security', 'max-age=31536000')

  // Whoever opens pages stays signed in; a tab that only listens does not, and a portal knows no cookie.
  const session = portal !== undefined ? undefined : request.cookies.get(sessionCookie.name)?.value
  const next = session && (await slideSession(session))
  if (next) response.cookies.set(sessionCookie.name, next, { ...sessionCookie.options, maxAge: sessionSeconds })
  return response
}

/** Scripts by nonce alone. Styles may stand in attributes (widths of bars, places of menus), never in elements of their own. */
const contentSecurityPolicy = (nonce: string, framers: string[] | 'any'): string =>
  [
    `default-src 'self'`,
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${__HOT_RELOAD__ ? " 'unsafe-eval'" : ''}`,
    `style-src 'self' ${__HOT_RELOAD__ ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    `style-src-attr 'unsafe-inline'`,
    `img-src 'self' data:`,
    `object-src 'none'`,
    `base-uri 'none'`,
    `form-action 'self'`,
    ...(framers === 'any' ? [] : [`frame-ancestors ${framers.join(' ') || "'none'"}`]),
  ].join('; ')
