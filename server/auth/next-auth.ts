import type { AuthOptions } from 'next-auth'
import { sessionCookie, sessionSeconds, sessionSecret } from '#server/auth/session-cookie.ts'
import { signIn } from '#server/auth/sign-in.ts'
import { config } from '#server/config.ts'
import { log } from '#server/log.ts'

declare module 'next-auth/jwt' {
  interface JWT {
    version: number
  }
}

declare module 'next-auth' {
  interface User {
    version: number
  }
  interface Session {
    userId: string
    version: number
  }
}

/** next-auth's own way to its public address; set here, so that POSTHORN_URL is the only one that people set. */
process.env.NEXTAUTH_URL = config.url

/** A function, because the secret must not be needed to build the pages. */
export const authOptions = (): AuthOptions => ({
  secret: sessionSecret(),
  session: { strategy: 'jwt', maxAge: sessionSeconds },
  cookies: { sessionToken: sessionCookie },
  pages: { signIn: '/login', signOut: '/login', error: '/login' },
  providers: [
    {
      id: 'credentials',
      name: 'credentials',
      type: 'credentials',
      credentials: { email: {}, password: {} },
      authorize: async (credentials, request) => {
        const outcome = await signIn({
          email: credentials?.email ?? '',
          password: credentials?.password ?? '',
          address: request.headers?.['x-forwarded-for'] ?? 'unknown',
        })
        if (outcome.kind === 'throttled') throw new Error(`throttled:${outcome.retryAfterSeconds}`)
        return outcome.kind === 'signed-in' ? { id: outcome.userId, version: outcome.sessionVersion } : null
      },
    },
  ],
  callbacks: {
    jwt: ({ token, user }) => (user ? { sub: user.id, version: user.version } : token),
    session: ({ session, token }) => ({ expires: session.expires, userId: token.sub ?? '', version: token.version }),
  },
  logger: {
    error: (code, detail) => log.error({ code, error: detail instanceof Error ? detail.message : undefined }, 'next-auth'),
    warn: code => log.debug({ code }, 'next-auth'),
    debug: () => {},
  },
})
