import type { Sample } from '#bench/reader/samples.ts'

/** What somebody asks for and waits for. `failed`: it is about a delivery that has failed or is retried. */
export type Read = { what: string; limitMs: number; of?: 'failed'; run: (sample: Sample) => Promise<unknown> }

/** A page of a list, or one thing with all that its screen shows. */
export const pageMs = 50
/** A screen of figures that come from many places. */
export const figuresMs = 100
/** A count before something wide is done: up to 10,000 matches, or half a million deliveries looked at. */
export const countMs = 500
/** A whole file. */
export const fileMs = 5_000
