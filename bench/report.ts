import { mkdir, writeFile } from 'node:fs/promises'
import type { Machine } from '#bench/machine/describe.ts'
import { type Check, isMet, type Options, type Result, type Scenario, type Table } from '#bench/scenario.ts'

const printed = (value: string | number): string => {
  if (typeof value === 'string') return value
  if (!Number.isFinite(value)) return 'not measured'
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : Math.abs(value) >= 1 ? 2 : 3
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })
}

/** As lines: the first column to the left, figures to the right. */
export function formatTable({ columns, rows }: Table): string[] {
  const cells = [columns.map(String), ...rows.map(row => row.map(printed))]
  const widths = columns.map((_, column) => Math.max(...cells.map(row => row[column]?.length ?? 0)))
  const line = (row: readonly string[]) =>
    row.map((text, column) => (column === 0 ? text.padEnd(widths[column]!) : text.padStart(widths[column]!))).join('   ')
  return [line(cells[0]!), widths.map(width => '─'.repeat(width)).join('───'), ...cells.slice(1).map(line)]
}

export function formatCheck(check: Check): string {
  const target = check.atLeast === undefined ? `at most ${printed(check.atMost!)}` : `at least ${printed(check.atLeast)}`
  return `${isMet(check) ? '✓' : '✗'} ${check.what}: ${printed(check.value)} (${target})`
}

export function printResult({ tables, checks }: Result): void {
  for (const table of tables) console.log(`\n${formatTable(table).join('\n')}`)
  if (checks.length > 0) console.log(`\n${checks.map(formatCheck).join('\n')}`)
}

export const describe = ({ cpu, cores, memoryGib, system, node, postgres, loadBefore }: Machine): string =>
  `${cpu} · ${cores} cores · ${memoryGib} GiB · ${system} · Node ${node} · PostgreSQL ${postgres} (fsync on) · load before ${loadBefore}`

type Outcome = { scenario: Scenario; result: Result }

/** Resolves with the file's path. */
export async function writeReport(directory: string, machine: Machine, options: Options, outcomes: readonly Outcome[]): Promise<string> {
  const at = new Date().toISOString()
  const scenarios = outcomes.map(({ scenario: { number, name }, result }) => ({
    number,
    name,
    checks: result.checks.map(check => ({ ...check, met: isMet(check) })),
    tables: result.tables,
    measured: result.measured,
  }))
  await mkdir(directory, { recursive: true })
  const path = `${directory}/${at.replaceAll(':', '-').slice(0, 19)}.json`
  await writeFile(path, `${JSON.stringify({ at, machine, quick: options.quick, runs: options.runs, scenarios }, null, 2)}\n`)
  return path
}
