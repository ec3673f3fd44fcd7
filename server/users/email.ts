/**
 * An address as Prisma compares it, whatever its case. It uses ILIKE, in which `%` and `_` stand for anything.
 */
export const sameEmail = (email: string) => ({ equals: email.replace(/[\\%_]/g, '\\$&'), mode: 'insensitive' as const })
