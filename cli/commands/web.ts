import { Command } from 'commander'

export const webCommand = (): Command =>
  new Command('web')
    .description('Run one web process: API, dashboard and portal, on PORT.')
    .addHelpText('after', '\nNeeds DATABASE_URL, POSTHORN_SECRET, POSTHORN_ENCRYPTION_KEYS and a build (npm run build).')
    .action(async () => void (await import('#server/main.ts')))
