import { z } from 'zod'
import * as fields from '#server/fields.ts'

export const EndpointMissedOut = z
  .object({
    since: fields.time.nullable().meta({ description: 'When it was disabled, now or the last time; null: never.' }),
    until: fields.time.nullable().meta({ description: 'When it was enabled again; null: it is disabled.' }),
    reason: z
      .string()
      .nullable()
      .meta({ description: 'Why it is disabled: `by_user`, `receiver_command`, `gone` or `failing`; null when it is enabled.' }),
    count: z.int().meta({ description: 'Deliveries that were skipped or canceled because of it and were not sent since.' }),
    exact: z.boolean().meta({ description: 'Whether `count` is all of them; else there may be more.' }),
  })
  .meta({ id: 'EndpointMissedOut' })
export type EndpointMissedOut = z.infer<typeof EndpointMissedOut>
