import type { Actor } from '#server/context.ts'
import { formatId } from '#server/ids.ts'

/** Who did something, as it is stored and shown: an id, or the name of what runs beside the database. */
export function actorName(actor: Actor): string {
  switch (actor.kind) {
    case 'key':
      return formatId('apiKey', actor.id)
    case 'user':
      return formatId('user', actor.id)
    case 'portal':
      return formatId('portalSession', actor.id)
    case 'integration':
      return formatId('integration', actor.id)
    case 'system':
      return actor.name
  }
}
