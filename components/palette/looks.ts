import { Braces, CodeXml, Link, ListRestart, type LucideIcon, Mail, Send, Store } from 'lucide-react'
import { shortUrl } from '#components/deliveries/words.ts'
import {
  applicationPath,
  attemptPath,
  deliveryPath,
  endpointPath,
  eventTypePath,
  messagePath,
  replayPath,
  requestPath,
  type Slugs,
} from '#components/shell/paths.ts'
import { truncateMiddle } from '#components/ui/id-text.tsx'
import type { Found } from '#server/places/schema.ts'

type Kind = Found['kind']

/** How something is listed: its name, what it is, and its address. */
export type Place = { kind: Kind; word: string; note: string; href: string }

export const icons: Record<Kind, LucideIcon> = {
  application: Store,
  endpoint: Link,
  eventType: Braces,
  message: Mail,
  delivery: Send,
  attempt: Send,
  replay: ListRestart,
  request: CodeXml,
}

const describers: { [K in Kind]: (found: Found<K>, slugs: Slugs) => Omit<Place, 'kind'> } = {
  application: ({ id, name }, slugs) => ({ word: name, note: 'application', href: applicationPath(slugs, id) }),
  endpoint: ({ id, url, application }, slugs) => ({
    word: shortUrl(url),
    note: `endpoint of ${application.name}`,
    href: endpointPath(slugs, { application: application.id, endpoint: id }),
  }),
  eventType: ({ name }, slugs) => ({ word: name, note: 'event type', href: eventTypePath(slugs, name) }),
  message: ({ id, eventType, application }, slugs) => ({
    word: eventType,
    note: `message ${truncateMiddle(id)} of ${application}`,
    href: messagePath(slugs, id),
  }),
  delivery: ({ eventType, url, ...delivery }, slugs) => ({
    word: eventType,
    note: `delivery to ${shortUrl(url)}`,
    href: deliveryPath(slugs, delivery),
  }),
  attempt: ({ eventType, url, ...attempt }, slugs) => ({
    word: eventType,
    note: `attempt ${attempt.number} to ${shortUrl(url)}`,
    href: attemptPath(slugs, attempt),
  }),
  replay: ({ id, application }, slugs) => ({
    word: `Replay to ${application ?? 'every application'}`,
    note: 'replay',
    href: replayPath(slugs, id),
  }),
  request: ({ id, method, path, status }, slugs) => ({
    word: `${method} ${path}`,
    note: `request answered ${status}`,
    href: requestPath(slugs, id),
  }),
}

export const toPlace = <K extends Kind>(found: Found<K>, slugs: Slugs): Place => ({
  kind: found.kind,
  ...describers[found.kind](found, slugs),
})
