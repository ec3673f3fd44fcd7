import { Command } from 'commander'
import { dataDirectoryExists } from '#cli/data-directory.ts'
import { type Finding, problem, report, warning } from '#cli/doctor/finding.ts'
import { explain } from '#cli/failure.ts'
import { withDatabase } from '#cli/local-database.ts'
import { print } from '#cli/print.ts'

export const doctorCommand = (): Command =>
  new Command('doctor')
    .description('Look at this set-up and say what is wrong and what to do. Exits with 1 when there is a problem.')
    .option('--json', 'print JSON', false)
    .addHelpText(
      'after',
      '\nIt looks at Node, variables, secrets, subnets, ports, database, migrations, partitions, keys, workers and queue, and changes nothing.',
    )
    .action(async ({ json }: { json: boolean }) => {
      const finding = await examine(json)
      if (finding === null) return
      print(json, [finding], report([finding]))
      if (finding.state === 'problem') process.exitCode = 1
    })

/** Null when the examination could be made, and has reported. */
async function examine(json: boolean): Promise<Finding | null> {
  try {
    const { config } = await import('#server/config.ts')
    if (config.databaseUrl === null && !dataDirectoryExists(config.dataDir))
      return warning(
        'database',
        `nothing was started in ${config.dataDir} yet`,
        'npm start brings a database of its own; or set DATABASE_URL',
      )
    await withDatabase(async () => (await import('#cli/doctor/examine.ts')).examine(json), { migrate: false })
    return null
  } catch (error) {
    return problem('set-up', explain(error), 'docs/configuration.md explains every variable')
  }
}
