/** The token of an Authorization header, or null when it is not `Bearer` and one. */
export const readBearer = (authorization: string | undefined): string | null => authorization?.match(/^Bearer +(\S+)$/i)?.[1] ?? null
