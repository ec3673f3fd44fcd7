import { Command } from 'commander'
import { withDatabase } from '#cli/local-database.ts'

export const rotateEncryptionCommand = (): Command =>
  new Command('rotate-encryption')
    .description('Encrypt every stored secret anew with the first of POSTHORN_ENCRYPTION_KEYS. Can be stopped and run again.')
    .option('--json', 'print JSON', false)
    .addHelpText(
      'after',
      `
To change the key without a pause:
  1. put the new key first:  POSTHORN_ENCRYPTION_KEYS=<new>,<old>   (openssl rand -base64 32 makes one)
  2. restart every web and worker process, so that all can read what the new key encrypts
  3. posthorn rotate-encryption
  4. 12 hours later, when the stored answers to repeated requests have expired, remove the old key and restart again`,
    )
    .action(async ({ json }: { json: boolean }) => withDatabase(async () => (await import('#cli/work/rotate-encryption.ts')).rotate(json)))
