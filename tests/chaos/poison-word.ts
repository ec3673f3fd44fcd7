/** A payload with this word in it kills the worker that signs it (tests/chaos/poison.ts). */
export const poisonWord = 'chaos-poison'
