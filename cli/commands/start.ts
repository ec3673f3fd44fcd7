import { Command, Option } from 'commander'
import { port } from '#cli/arguments.ts'

export const startCommand = (): Command =>
  new Command('start')
    .description('Start everything and keep it running: database (unless DATABASE_URL is set), web, worker, and a demo to try.')
    .addOption(new Option('--port <port>', 'port of the web process (default: PORT, or 8071)').argParser(port))
    .option('--no-demo', 'without the demo environment, which is removed where there is one, and without the built-in receiver')
    .option('--logs', 'print the log lines of web and worker too', false)
    .option('--dev', 'reload pages, web and worker when their code changes', false)
    .addHelpText(
      'after',
      `
The demo comes only with the embedded database, because it allows deliveries to this machine's loopback address.
Ctrl-C finishes what is in flight and stops everything, the database last.

Examples:
  posthorn start                          try it: prints the dashboard's address, an API key and a curl that sends an event
  posthorn start --port 8081 --no-demo
  DATABASE_URL=postgresql://… posthorn start --logs`,
    )
    .action(async options => {
      const { start } = await import('#cli/start/run.ts')
      await start(options)
    })
