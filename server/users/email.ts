import { escapeLike } from '#server/like.ts'

/**
 * An address as Prisma compares it, whatever its case. It uses ILIKE, in which `%` and `_` stand for anything.
 */
export const sameEmail = (email: string) => ({ equals: escapeLike(email), mode: 'insensitive' as const })
