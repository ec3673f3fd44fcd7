import type { HeaderPair } from '#server/messages/detail-schema.ts'

/** A request as it can be made again, signed just now. */
export type Reproduction = {
  url: string
  headers: HeaderPair[]
  /** Names of the custom headers, whose values are not shown. */
  masked: string[]
  body: string
}
