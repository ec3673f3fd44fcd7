import { Command } from 'commander'
import { withDatabase } from '#cli/local-database.ts'
import type { EnvironmentOptions } from '#cli/work/environments.ts'

const work = () => import('#cli/work/environments.ts')

export const environmentCommand = (): Command =>
  new Command('environment')
    .description('Environments: production, staging… each with its own API keys, event types and applications.')
    .addCommand(createCommand())
    .addCommand(listCommand())

const createCommand = () =>
  new Command('create')
    .description('Make an environment. Without any organization, one is made to begin with.')
    .argument('<slug>', 'up to 32 small letters, digits and hyphens; part of addresses and API keys, and fixed')
    .option('--name <name>', 'shown in the dashboard (default: the slug)')
    .option('--organization <slug>', 'needed when there are several')
    .option('--allow-http', 'let endpoints have http: addresses', false)
    .option('--json', 'print JSON', false)
    .addHelpText('after', '\nExample:\n  posthorn environment create staging --json && posthorn key create --environment staging --json')
    .action(async (slug: string, options: EnvironmentOptions) => withDatabase(async () => (await work()).create(slug, options)))

const listCommand = () =>
  new Command('list')
    .description('Every environment, oldest first.')
    .option('--json', 'print JSON', false)
    .action(async ({ json }: { json: boolean }) => withDatabase(async () => (await work()).list(json)))
