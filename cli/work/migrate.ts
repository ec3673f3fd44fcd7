import { migrateNow } from '#cli/migrations.ts'
import { print } from '#cli/print.ts'

export async function run(json: boolean): Promise<void> {
  const applied = await migrateNow()
  print(json, { applied }, applied.length === 0 ? 'Nothing to do: the database is up to date.' : `Applied ${applied.join(', ')}.`)
}
