import { type Document, resolve, type Schema } from '#components/reference/document.ts'

/** A value that fits the schema and reads as if it were real. Bodies have examples of their own; this is for what has none. */
const time = '2026-11-02T09:30:00Z'
const idEnd = '01k9zq3f7vea3sv6w0g0ry9d4n'

const texts: Readonly<Record<string, string>> = {
  id: idEnd,
  uid: 'acme',
  appId: `app_${idEnd}`,
  endpointId: `ep_${idEnd}`,
  msgId: `msg_${idEnd}`,
  eventId: 'inv_1042-paid',
  name: 'Acme Inc.',
  eventType: 'invoice.paid',
  url: 'https://acme.example.com/webhooks',
  description: 'Billing',
  key: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  token: 'ptok_3nXa7LqR9vTz2MwK5yBcD8fGhJ1pQsUe',
  response: '{"ok":true}',
  channel: 'eu-west',
  tag: 'billing',
  code: 'not_found',
  detail: 'There is no such endpoint.',
  iterator: idEnd,
  prevIterator: `-${idEnd}`,
}

/** Prefixes of ids, by the schema that an `id` belongs to. */
const prefixes: readonly [RegExp, string][] = [
  [/^(Application)/, 'app'],
  [/(Attempt)(?!Header)/, 'atmpt'],
  [/^(Message|EndpointMessage)Out/, 'msg'],
  [/(Endpoint)/, 'ep'],
  [/(Replay)/, 'rpl'],
  [/(Task)/, 'qtask'],
]

function textOf(schema: Schema, name: string, owner: string): string {
  if (schema.format === 'date-time') return time
  if (name === 'id') {
    const prefix = prefixes.find(([of]) => of.test(owner))?.[1]
    return prefix ? `${prefix}_${idEnd}` : idEnd
  }
  return texts[name] ?? name
}

const numbers: Readonly<Record<string, number>> = { responseStatusCode: 200, responseDurationMs: 84, status: 0, limit: 20 }

type Place = { name: string; owner: string; depth: number }

export function sampleOf(document: Document, given: Schema, place: Place = { name: '', owner: '', depth: 0 }): unknown {
  const schema = resolve(document, given)
  const owner = given.$ref?.split('/').at(-1) ?? place.owner
  if (schema.examples?.[0] !== undefined) return schema.examples[0]
  if (schema.default !== undefined) return schema.default
  if (schema.anyOf?.[0]) return sampleOf(document, schema.anyOf[0], place)
  if (schema.enum?.[0] !== undefined) return schema.enum[0]
  if (place.name === 'payload') return { type: 'invoice.paid', data: { id: 'inv_1042', amount: 2900 } }
  const types = [schema.type].flat()
  if (types.includes('object')) return place.depth > 5 ? {} : objectOf(document, schema, { ...place, owner })
  if (types.includes('array')) return listOf(document, schema, { ...place, owner })
  if (types.includes('boolean')) return place.name === 'done' || place.name === 'complete'
  if (types.includes('string')) return types.includes('null') && !(place.name in texts) ? null : textOf(schema, place.name, owner)
  if (types.includes('null')) return null
  return numbers[place.name] ?? schema.minimum ?? 0
}

function objectOf(document: Document, { properties = {}, required = [] }: Schema, { owner, depth }: Place): object {
  const members = Object.entries(properties).filter(([name]) => required.includes(name))
  return Object.fromEntries(members.map(([name, member]) => [name, sampleOf(document, member, { name, owner, depth: depth + 1 })]))
}

function listOf(document: Document, { type, items, prefixItems }: Schema, place: Place): unknown {
  if (prefixItems) return prefixItems.map(item => sampleOf(document, item, place))
  if ([type].flat().includes('null')) return null
  return items && place.depth < 3 ? [sampleOf(document, items, { ...place, name: singular(place.name) })] : []
}

const singular = (name: string): string => name.replace(/s$/, '')
