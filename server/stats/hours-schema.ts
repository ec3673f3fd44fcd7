/** Attempts of one hour, and how many of them delivered. */
export type Hour = { delivered: number; attempted: number }
