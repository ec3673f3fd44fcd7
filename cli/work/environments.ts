import { parseInput } from '#cli/parse-input.ts'
import { print, table } from '#cli/print.ts'
import { commandLine, listAsOperator } from '#server/auth/operator.ts'
import { createEnvironment } from '#server/environments/mutations.ts'
import { EnvironmentIn } from '#server/environments/schema.ts'
import { openOrganization } from '#server/organizations/mutations.ts'
import { write } from '#server/writes.ts'

export type EnvironmentOptions = { name?: string; organization?: string; allowHttp: boolean; json: boolean }

export async function create(slug: string, { name, organization, allowHttp, json }: EnvironmentOptions): Promise<void> {
  const input = parseInput(EnvironmentIn, { slug, name, allowHttp })
  const made = await write({ actor: commandLine }, async tx => {
    const owner = await openOrganization(organization, tx)
    return { organization: owner.slug, ...(await createEnvironment({ organizationId: owner.id }, input, tx)) }
  })
  print(json, made, `Made environment ${made.slug} of ${made.organization}. Next: posthorn key create --environment ${made.slug}`)
}

export async function list(json: boolean): Promise<void> {
  const environments = await listAsOperator()
  const rows = environments.map(({ organization, slug, name, createdAt }) => [organization, slug, name, createdAt])
  const text =
    rows.length === 0 ? 'There is none yet: posthorn environment create <slug>' : table(['ORGANIZATION', 'SLUG', 'NAME', 'CREATED'], rows)
  print(json, environments, text)
}
