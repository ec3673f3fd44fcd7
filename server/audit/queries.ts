import type { AuditActorChoice, AuditChange, AuditFilter, AuditListIn, AuditPage, AuditRow } from '#server/audit/schema.ts'
import { findEntries } from '#server/audit/sql.ts'
import type { Actor, Context } from '#server/context.ts'
import { prisma } from '#server/db.ts'
import type { AuditEntry } from '#server/generated/prisma/client.ts'
import { type Entity, formatId, lastId, parseId, timeOfId } from '#server/ids.ts'

const pageSize = 50
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Of the context's environment and its organization, newest first. */
export async function listAuditEntries(context: Context, { actor, action, cursor }: AuditListIn): Promise<AuditPage> {
  const { organizationId, environmentId } = context
  const before = (cursor ? parseId('auditEntry', cursor) : null) ?? lastId
  const found = await findEntries({ organizationId, environmentId, before, limit: pageSize + 1 }, { ...actorFilter(actor), action })
  const entries = found.slice(0, pageSize)
  const names = await namesOf(entries)
  return {
    rows: entries.map(entry => toRow(entry, names)),
    cursor: found.length > pageSize ? formatId('auditEntry', entries.at(-1)!.id) : null,
  }
}

const actorKinds = {
  user: 'user',
  key: 'apiKey',
  portal: 'portalSession',
  integration: 'integration',
} as const satisfies Record<Exclude<Actor['kind'], 'system'>, Entity>

/** An id that is none matches nobody. */
function actorFilter(actor: AuditFilter['actor']): { actorKind: string | null; actorId: string | null } {
  if (actor === null) return { actorKind: null, actorId: null }
  for (const [kind, entity] of Object.entries(actorKinds)) {
    const id = parseId(entity, actor)
    if (id) return { actorKind: kind, actorId: id }
  }
  return { actorKind: actor, actorId: null }
}

type Names = ReadonlyMap<string, string>

/** Users, keys and integrations as they are called now, by their ids: three look-ups per page. */
async function namesOf(entries: readonly AuditEntry[]): Promise<Names> {
  const idsOf = (kind: string) => [...new Set(entries.flatMap(entry => (entry.actorKind === kind && entry.actorId) || []))]
  const [users, keys, integrations] = await Promise.all([
    prisma.user.findMany({ where: { id: { in: idsOf('user') } }, select: { id: true, name: true } }),
    prisma.apiKey.findMany({ where: { id: { in: idsOf('key') } }, select: { id: true, name: true } }),
    prisma.integration.findMany({ where: { id: { in: idsOf('integration') } }, select: { id: true, name: true } }),
  ])
  return new Map([...users, ...keys, ...integrations].map(({ id, name }) => [id, name]))
}

const unnamed: Record<Actor['kind'], string> = {
  user: 'Deleted account',
  key: 'API key',
  portal: 'Merchant',
  integration: 'Deleted integration',
  system: 'System',
}

function toRow(entry: AuditEntry, names: Names): AuditRow {
  const kind = entry.actorKind as AuditRow['actor']['kind']
  return {
    id: formatId('auditEntry', entry.id),
    at: timeOfId(entry.id),
    actor: {
      kind,
      id: entry.actorId && kind !== 'system' ? formatId(actorKinds[kind], entry.actorId) : null,
      name: entry.actorName ?? names.get(entry.actorId ?? '') ?? unnamed[kind],
    },
    action: entry.action,
    target: {
      kind: entry.targetKind,
      id:
        entry.targetId && entry.targetKind in targets ? formatId(targets[entry.targetKind as keyof typeof targets], entry.targetId) : null,
      name: entry.targetName,
    },
    changes: changesOf(entry),
  }
}

const targets = {
  api_key: 'apiKey',
  application: 'application',
  endpoint: 'endpoint',
  environment: 'environment',
  event_type: 'eventType',
  integration: 'integration',
  invite: 'invite',
  member: 'user',
  message: 'message',
  organization: 'organization',
  portal_session: 'portalSession',
  replay: 'replay',
} as const satisfies Record<string, Entity>

const references: Record<string, Entity> = {
  application_id: 'application',
  attempt_id: 'attempt',
  endpoint_id: 'endpoint',
  message_id: 'message',
  user_id: 'user',
}

/** Columns as the API calls them, sorted by name. */
function changesOf({ before, after }: AuditEntry): AuditChange[] {
  const was = (before ?? {}) as Record<string, unknown>
  const became = (after ?? {}) as Record<string, unknown>
  return [...new Set([...Object.keys(was), ...Object.keys(became)])].toSorted().map(column => ({
    name: column === 'rate_limit' ? 'throttleRate' : column.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
    before: readable(column, was[column]),
    after: readable(column, became[column]),
  }))
}

function readable(column: string, value: unknown): unknown {
  const entity = references[column]
  return entity !== undefined && typeof value === 'string' && uuid.test(value) ? formatId(entity, value) : value
}

/** Members and keys, to filter by. */
export async function listAuditActors(context: Context): Promise<AuditActorChoice[]> {
  const [members, keys] = await Promise.all([
    prisma.member.findMany({
      where: { organizationId: context.organizationId },
      select: { user: { select: { id: true, name: true } } },
      orderBy: { createdAt: 'asc' },
      take: 1000,
    }),
    prisma.apiKey.findMany({
      where: { environmentId: context.environmentId },
      select: { id: true, name: true },
      orderBy: { id: 'desc' },
      take: 1000,
    }),
  ])
  return [
    ...members.map(({ user }) => ({ kind: 'user' as const, id: formatId('user', user.id), name: user.name })),
    ...keys.map(({ id, name }) => ({ kind: 'key' as const, id: formatId('apiKey', id), name })),
  ]
}
