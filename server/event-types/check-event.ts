import type { Context } from '#server/context.ts'
import { AppError, invalid } from '#server/errors.ts'
import { checkPayload } from '#server/event-types/check.ts'
import { isObject, isSchema, toPointer, versionsOf } from '#server/event-types/json-schema.ts'
import { loadEventType } from '#server/event-types/queries.ts'
import type { PayloadCheckIn, PayloadCheckOut } from '#server/event-types/schema.ts'

/**
 * Whether a payload fits an event type's schema; nothing is sent.
 * @throws AppError not_found (event type), invalid_scheme when it has no such version; ValidationError when the schema can't be applied
 */
export async function checkEvent(context: Context, name: string, { payload, version }: PayloadCheckIn): Promise<PayloadCheckOut> {
  const { schemas } = await loadEventType(context, name)
  const byVersion = isObject(schemas) ? schemas : {}
  const chosen = version ?? versionsOf(byVersion)[0]
  const schema = chosen !== undefined && Object.hasOwn(byVersion, chosen) ? byVersion[chosen] : undefined
  if (chosen === undefined || !isSchema(schema))
    throw new AppError(
      'invalid_scheme',
      chosen === undefined ? `${name} has no schema.` : `${name} has no version ${chosen} of its schema.`,
    )
  const check = checkPayload(schema, payload)
  if (check.kind === 'unusable') throw invalid(['schema'], `The payload can't be checked against the schema: ${check.why}.`)
  const errors = check.faults.map(({ path, message }) => ({ pointer: toPointer(path), message }))
  return { valid: errors.length === 0, version: chosen, errors }
}
