import { z } from 'zod'
import type { Hour } from '#server/stats/hours-schema.ts'

/** `text`: part of the name, or a whole uid or id. */
export const ApplicationSearch = z.object({ text: z.string().trim().max(256), cursor: z.string().max(64).nullish() })
export type ApplicationSearch = z.infer<typeof ApplicationSearch>

/** One application in the list. */
export type ApplicationSummary = {
  id: string
  uid: string | null
  name: string
  endpointCount: number
  /** When the newest message was accepted. */
  lastMessageAt: Date | null
  hours: Hour[]
}

/** `cursor`: where to go on. */
export type ApplicationPage = { rows: ApplicationSummary[]; cursor: string | null }
