import { Command, Option } from 'commander'
import { duration } from '#cli/arguments.ts'
import { withDatabase } from '#cli/local-database.ts'
import type { KeyOptions, KeyPlace } from '#cli/work/keys.ts'

const work = () => import('#cli/work/keys.ts')

export const keyCommand = (): Command =>
  new Command('key')
    .description('API keys of an environment.')
    .addCommand(createCommand())
    .addCommand(listCommand())
    .addCommand(revokeCommand())

const inEnvironment = (command: Command) =>
  command
    .requiredOption('--environment <slug>', 'posthorn environment list shows them')
    .option('--organization <slug>', 'needed when several have an environment of this slug')
    .option('--json', 'print JSON', false)

const createCommand = () =>
  inEnvironment(new Command('create'))
    .description('Make an API key. Its token is printed now and never again.')
    .option('--name <name>', 'what it is for', 'posthorn key create')
    .addOption(
      new Option('--scope <scope>', 'admin: everything; developer: applications, endpoints, messages; viewer: reading')
        .choices(['admin', 'developer', 'viewer'])
        .default('admin'),
    )
    .addOption(new Option('--expires <time>', 'when it ends, such as 90d, 12h (default: never)').argParser(duration))
    .addHelpText(
      'after',
      '\nExample:\n  posthorn key create --environment production --name "billing service" --scope developer --expires 90d',
    )
    .action(async (options: KeyOptions) => withDatabase(async () => (await work()).create(options)))

const listCommand = () =>
  inEnvironment(new Command('list'))
    .description('The API keys of an environment, newest first, with when they were last used.')
    .action(async (place: KeyPlace) => withDatabase(async () => (await work()).list(place)))

const revokeCommand = () =>
  inEnvironment(new Command('revoke'))
    .description('End an API key, at once and for ever.')
    .argument('<id>', 'key_…, as posthorn key list shows it')
    .action(async (id: string, place: KeyPlace) => withDatabase(async () => (await work()).revoke(id, place)))
