import type { Tx } from '#server/writes.ts'

/**
 * Tells every process, with the commit of this transaction, to forget the credentials that it has looked up. In the transaction, unlike
 * every other announcement: it can't be lost between the commit and the notification, and revocations are too rare to hold up commits.
 */
export const announceRevocation = (tx: Tx): Promise<unknown> => tx.$executeRaw`select pg_notify('posthorn_revoked', '')`
