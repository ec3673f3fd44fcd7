import { Command } from 'commander'
import { withDatabase } from '#cli/local-database.ts'

export const userCommand = (): Command => new Command('user').description('Accounts of the dashboard.').addCommand(resetCommand())

const resetCommand = () =>
  new Command('reset')
    .description('Make a link that sets a new password; before the first account exists, the link that creates it.')
    .argument('[email]', 'whose; may be left out when there is only one account')
    .option('--json', 'print JSON', false)
    .addHelpText(
      'after',
      '\nA link for a new password is valid for a day and can be used once.\n\nExample:\n  posthorn user reset ada@example.com',
    )
    .action(async (email: string | undefined, { json }: { json: boolean }) =>
      withDatabase(async () => (await import('#cli/work/users.ts')).reset(email, json)),
    )
