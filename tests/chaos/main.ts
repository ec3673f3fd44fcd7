import { parseArgs } from 'node:util'
import { killDatabases } from '#tests/chaos/database.ts'
import { poisonPayload } from '#tests/chaos/faults/poison-payload.ts'
import { postgresAway } from '#tests/chaos/faults/postgres-away.ts'
import { postgresKilled } from '#tests/chaos/faults/postgres-killed.ts'
import { webKilled } from '#tests/chaos/faults/web-killed.ts'
import { workerKilled } from '#tests/chaos/faults/worker-killed.ts'
import { killAll } from '#tests/chaos/program.ts'
import { check, type Outcome } from '#tests/chaos/verdict.ts'

/**
 * `npm run chaos`: real processes, real signals. Each fault ends with the proof that nothing was lost (docs/crash-safety.md).
 * `--short`: a shorter form for `npm test`. `--only <fault>`: one of them.
 */
const faults: Record<string, (short: boolean) => Promise<Outcome>> = {
  worker: workerKilled,
  web: webKilled,
  postgres: postgresKilled,
  away: postgresAway,
  poison: poisonPayload,
}

const { values } = parseArgs({ options: { short: { type: 'boolean', default: false }, only: { type: 'string' } } })
const { short, only } = values
if (only !== undefined && !(only in faults)) {
  console.error(`There is no fault ${only}: ${Object.keys(faults).join(', ')}.`)
  process.exit(2)
}

process.on('exit', () => {
  killAll()
  killDatabases()
})
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1))

const wanted = only !== undefined ? [only] : Object.keys(faults)
const outcomes = short && only === undefined ? await runShort() : await runInTurn(wanted)
report(outcomes)
process.exit(outcomes.some(({ checks }) => checks.some(({ passed }) => !passed)) ? 1 : 0)

async function runInTurn(names: string[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for (const name of names) outcomes.push(await run(name))
  return outcomes
}

/** The poison mostly waits for take-overs, so the others run beside it. */
async function runShort(): Promise<Outcome[]> {
  const poison = run('poison')
  return [...(await runInTurn(['worker', 'web', 'postgres'])), await poison]
}

async function run(name: string): Promise<Outcome> {
  const startedAt = performance.now()
  const outcome = await faults[name]!(short).catch((error: Error): Outcome => {
    return { fault: name, checks: [check('the run came to its end', false, error.stack ?? error.message)], figures: {} }
  })
  console.log(`\n${outcome.fault} (${Math.round((performance.now() - startedAt) / 1_000)} s)`)
  for (const { name, passed, detail } of outcome.checks)
    console.log(`  ${passed ? '✓' : '✗'} ${name}${detail === '' ? '' : ` (${detail})`}`)
  return outcome
}

function report(outcomes: Outcome[]): void {
  const columns = ['accepted', 'lost', 'duplicates', 'in flight', 'tried again', 'taken over in s', 'back in s', 'longest delay in s']
  const rows = [
    ['fault', ...columns],
    ...outcomes.map(({ fault, figures }) => [fault, ...columns.map(name => String(figures[name] ?? ''))]),
  ]
  const widths = rows[0]!.map((_, at) => Math.max(...rows.map(row => row[at]!.length)))
  console.log()
  for (const row of rows) console.log(row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!))).join('  '))
  const checks = outcomes.flatMap(outcome => outcome.checks)
  const failed = checks.filter(({ passed }) => !passed).length
  console.log(`\n${checks.length - failed} passed, ${failed} failed`)
}
