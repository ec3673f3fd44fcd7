import type { Tx } from '#server/writes.ts'

/** Returns how many attempts that were: one or none. */
export const overwriteResponse = (messageId: string, attemptId: string, tx: Tx): Promise<number> => tx.$executeRaw`
  update attempt set response_body = 'EXPUNGED', response_base64 = false where message_id = ${messageId}::uuid and id = ${attemptId}::uuid`
