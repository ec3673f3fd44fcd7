/** What is pending is about to be sent anyway, so it is never sent again. */
export const replayableStates = ['retrying', 'delivered', 'failed', 'skipped', 'canceled', 'missing'] as const
export type ReplayableState = (typeof replayableStates)[number]
