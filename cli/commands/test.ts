import { Command } from 'commander'

export const testCommand = (): Command =>
  new Command('test')
    .description('Check Posthorn itself: format, lint, types, unit, integration, end-to-end tests and a short chaos run.')
    .argument('[steps...]', 'only the steps whose names contain one of these: lint, dead, types, build, unit, end, chaos')
    .addHelpText(
      'after',
      '\nThe last line sums everything: N passed, N failed. TEST_DATABASE_URL runs the tests on another PostgreSQL.\n\nExample:\n  npm test -- unit',
    )
    .action(async (names: string[]) => {
      const { runTests } = await import('#cli/testing/run.ts')
      if (!(await runTests(names))) process.exitCode = 1
    })
