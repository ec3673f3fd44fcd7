import { Command } from 'commander'

export const workerCommand = (): Command =>
  new Command('worker')
    .description('Run one worker, which makes the deliveries. Any number may run, on any machine.')
    .addHelpText('after', '\nNeeds DATABASE_URL and POSTHORN_ENCRYPTION_KEYS. SIGTERM finishes what is in flight.')
    .action(async () => void (await import('#worker/main.ts')))
