import type { Context } from '#server/context.ts'
import { toEnvironmentOut } from '#server/environments/queries.ts'
import { EnvironmentIn, type EnvironmentOut } from '#server/environments/schema.ts'
import { AppError } from '#server/errors.ts'
import type { Tx } from '#server/writes.ts'

/** @throws AppError conflict when the organization has an environment of this slug */
export async function createEnvironment(context: Pick<Context, 'organizationId'>, input: EnvironmentIn, tx: Tx): Promise<EnvironmentOut> {
  const { slug, name = slug, allowHttp } = EnvironmentIn.parse(input)
  const [row] = await tx.environment.createManyAndReturn({
    data: [{ organizationId: context.organizationId, slug, name, allowHttp, retrySchedule: [] }],
    skipDuplicates: true,
  })
  if (!row) throw new AppError('conflict', `There is an environment ${slug} already.`)
  return toEnvironmentOut(row)
}
