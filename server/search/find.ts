import type { Context } from '#server/context.ts'
import { pool } from '#server/db.ts'
import { declaredIn } from '#server/search/declared.ts'
import { normalize } from '#server/search/path.ts'
import { listLabels } from '#server/search/sql.ts'

const maxLabels = 200

/** What the environment's messages can be searched by: `order` of `order:7890`. */
export async function searchLabels({ environmentId }: Context): Promise<string[]> {
  const { rows } = await pool.query<{ label: string }>({ ...listLabels, values: [environmentId, maxLabels] })
  return rows.map(row => row.label)
}

/**
 * The parameters of `messagesWithValue` for what somebody typed: `7890`, which any label may have, or `order:7890`. A text with a colon may
 * be either. All null where nothing is declared.
 */
export async function valueParameters({ environmentId }: Context, text: string): Promise<[string | null, string | null, string | null]> {
  const { hash } = await declaredIn(environmentId)
  if (hash === null) return [null, null, null]
  const colon = text.indexOf(':')
  const rest = colon < 0 ? '' : normalize(text.slice(colon + 1))
  return [hash(normalize(text)), colon < 0 ? null : text.slice(0, colon).trim(), rest === '' ? null : hash(rest)]
}
