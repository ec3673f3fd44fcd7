/** What a receiver has to know of an event type. `schema`, `example`: JSON; without an example, none could be made of the schema. */
export type OfferedEventType = {
  name: string
  description: string
  deprecated: boolean
  /** Of its schema, the newest first. */
  versions: { version: string; schema: string; example: string | null; typeScript: string }[]
}
