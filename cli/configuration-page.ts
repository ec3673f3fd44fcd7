import { writeFileSync } from 'node:fs'
import { variables } from '#server/config.ts'

export const configurationFile = new URL('../docs/configuration.md', import.meta.url)

const before = `# Configuration

Posthorn is configured by environment variables. A wrong value, or a \`POSTHORN_*\` that is not listed here, stops the start with one sentence.
An empty value counts as none. \`posthorn doctor\` looks at what is set. This page is written by \`npm run docs\` from \`server/config.ts\`.
`

const after = `
## With the embedded database

Without \`DATABASE_URL\`, \`posthorn start\` brings PostgreSQL 18 along. In \`POSTHORN_DATA_DIR\` it keeps

- \`db/\`: the database. As root, PostgreSQL runs as the account \`postgres\` or \`nobody\`; where that account can't enter, the data is in \`/var/tmp\`, and the start says so;
- \`secrets.json\`: the generated secrets and the database's password. Without it the database can't be opened: back up both;
- \`start.json\`: the API key that the start prints, and the ports that it found free;
- \`instance.json\`: which process owns the directory, while one does.

## With your own database

Set \`DATABASE_URL\`, \`POSTHORN_SECRET\`, \`POSTHORN_ENCRYPTION_KEYS\` and \`POSTHORN_URL\`. \`openssl rand -base64 32\` makes a secret or a key. Every process gets the same ones.

## Ports

| Process | Port | When it is taken |
|---|---|---|
| web | \`PORT\`, 8071 | the start refuses and says who has it |
| worker (health and metrics, on 127.0.0.1) | \`POSTHORN_WORKER_PORT\`, 8072 | the next free one |
| embedded database (on 127.0.0.1) | 8073 | the next free one, remembered |
| built-in receiver (on 127.0.0.1) | 8074 | the next free one, remembered |
`

export function configurationPage(): string {
  const rows = Object.entries(variables).map(([name, { meaning, default: value }]) => `| \`${name}\` | ${meaning} | ${value} |`)
  return [before, '| Variable | Meaning | Default |', '|---|---|---|', ...rows, after].join('\n')
}

if (import.meta.main) writeFileSync(configurationFile, configurationPage())
