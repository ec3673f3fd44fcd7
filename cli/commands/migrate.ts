import { Command } from 'commander'
import { withDatabase } from '#cli/local-database.ts'

export const migrateCommand = (): Command =>
  new Command('migrate')
    .description('Bring the database to this version: the migrations that it lacks, in order. Safe to run twice, and from several places.')
    .option('--json', 'print JSON', false)
    .action(async ({ json }: { json: boolean }) =>
      withDatabase(async () => (await import('#cli/work/migrate.ts')).run(json), { migrate: false }),
    )
