/** A sentence some parts of which a machine wrote: those are set apart. */
export type Phrase = readonly (string | { code: string })[]

/** What stored attempts say about a failure: a label and a fact. */
export type Evidence = { name: string; says: Phrase }

/** Why an attempt failed, for people: what happened, what it means, how that is known, and what to do. */
export type Diagnosis = {
  title: string
  meaning: string
  evidence: Evidence[]
  nextStep: string
  /** Whether the endpoint has succeeded since, and still does. */
  recovered: boolean
  /** What the endpoint still has to get since it began to fail; null: nothing, or it can't be told. */
  undelivered: { since: Date; waiting: number; failed: number /** Whether there are more than those counted. */; more: boolean } | null
}
