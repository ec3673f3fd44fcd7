import { z } from 'zod'

export const PlaceSearch = z.object({ text: z.string().trim().min(1).max(256) })
export type PlaceSearch = z.infer<typeof PlaceSearch>

type Places = {
  application: { id: string; name: string }
  endpoint: { id: string; url: string; application: { id: string; name: string } }
  eventType: { name: string }
  message: { id: string; eventType: string; application: string }
  delivery: { message: string; endpoint: string; eventType: string; url: string }
  attempt: { message: string; endpoint: string; number: number; eventType: string; url: string }
  /** `application`: null where it is the whole environment's. */
  replay: { id: string; application: string | null }
  /** One that the API refused. */
  request: { id: string; method: string; path: string; status: number }
}

/** Something of the environment that has a page, and what tells it from others of its kind. */
export type Found<K extends keyof Places = keyof Places> = { [P in K]: { kind: P } & Places[P] }[K]
