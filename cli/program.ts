import { Command } from 'commander'
import { buildCommand } from '#cli/commands/build.ts'
import { doctorCommand } from '#cli/commands/doctor.ts'
import { environmentCommand } from '#cli/commands/environment.ts'
import { keyCommand } from '#cli/commands/key.ts'
import { migrateCommand } from '#cli/commands/migrate.ts'
import { rotateEncryptionCommand } from '#cli/commands/rotate-encryption.ts'
import { startCommand } from '#cli/commands/start.ts'
import { testCommand } from '#cli/commands/test.ts'
import { userCommand } from '#cli/commands/user.ts'
import { webCommand } from '#cli/commands/web.ts'
import { workerCommand } from '#cli/commands/worker.ts'
import { version } from '#server/version.ts'

/** Commands load what they need when they run: help, and a wrong variable's sentence, need no database client. */
export function program(): Command {
  return new Command('posthorn')
    .description('Self-hosted webhooks that lose nothing.')
    .version(version)
    .showHelpAfterError('(posthorn --help shows what there is)')
    .addHelpText('after', examples)
    .addCommand(startCommand())
    .addCommand(webCommand())
    .addCommand(workerCommand())
    .addCommand(buildCommand())
    .addCommand(migrateCommand())
    .addCommand(environmentCommand())
    .addCommand(keyCommand())
    .addCommand(userCommand())
    .addCommand(rotateEncryptionCommand())
    .addCommand(doctorCommand())
    .addCommand(testCommand())
}

const examples = `
Without DATABASE_URL every command works on the embedded database in POSTHORN_DATA_DIR (.posthorn). docs/configuration.md lists the variables.

Examples:
  posthorn start                                          everything, with an embedded database and a demo
  posthorn migrate && posthorn web                        one web process on DATABASE_URL
  posthorn worker                                         one worker; start as many as you like, on any machine
  posthorn environment create staging                     a place with its own keys, event types and applications
  posthorn key create --environment staging --json        an API key for it
  posthorn doctor                                         what is wrong with this set-up, and what to do`
