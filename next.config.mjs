import { PHASE_DEVELOPMENT_SERVER, PHASE_PRODUCTION_BUILD } from 'next/constants.js'

/** On every answer; the policy for scripts needs a nonce per page and is made in proxy.ts. */
const securityHeaders = [
  { key: 'x-content-type-options', value: 'nosniff' },
  { key: 'referrer-policy', value: 'strict-origin-when-cross-origin' },
  { key: 'cross-origin-opener-policy', value: 'same-origin' },
  { key: 'permissions-policy', value: 'camera=(), microphone=(), geolocation=()' },
]

/** @type {import('next').NextConfig} */
const config = {
  reactStrictMode: true,
  poweredByHeader: false,
  // `npm test` checks the types; whoever only starts Posthorn need not wait for it.
  typescript: { ignoreBuildErrors: true },
  // Loaded by Node as they are: they open sockets, start threads or read their own files.
  serverExternalPackages: ['pg', 'pg-boss', 'pino', '@prisma/client', '@prisma/adapter-pg'],
  headers: async () => [{ source: '/:path*', headers: securityHeaders }],
}

export default function configure(phase) {
  // The build loads the routes, which want an address for their pool, and connects to nothing.
  if (phase === PHASE_PRODUCTION_BUILD) process.env.DATABASE_URL ||= 'postgres://build.invalid/none'
  return { ...config, compiler: { define: { __HOT_RELOAD__: phase === PHASE_DEVELOPMENT_SERVER } } }
}
