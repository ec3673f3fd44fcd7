import type { NextRequest } from 'next/server'
import NextAuth from 'next-auth'
import { authOptions } from '#server/auth/next-auth.ts'

const handle = (request: NextRequest, context: RouteContext<'/api/auth/[...nextauth]'>) => NextAuth(request, context, authOptions())

export { handle as GET, handle as POST }
