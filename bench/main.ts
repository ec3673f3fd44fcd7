import { parseArgs } from 'node:util'
import { describeMachine } from '#bench/machine/describe.ts'
import { endAll, isEnding } from '#bench/machine/endings.ts'
import { buildPages } from '#bench/machine/pages.ts'
import { describe, printResult, writeReport } from '#bench/report.ts'
import type { Options, Result, Scenario } from '#bench/scenario.ts'
import { backlog } from '#bench/scenarios/backlog.ts'
import { badNeighbours } from '#bench/scenarios/bad-neighbours.ts'
import { limits } from '#bench/scenarios/limits.ts'
import { lists } from '#bench/scenarios/lists.ts'
import { memory } from '#bench/scenarios/memory.ts'
import { replay } from '#bench/scenarios/replay.ts'
import { saturation } from '#bench/scenarios/saturation.ts'
import { steadyRates } from '#bench/scenarios/steady-rates.ts'
import { openSession } from '#bench/session.ts'

/** `npm run bench`: what docs/benchmarks.md describes. The numbers of the scenarios are fixed; 3, 5 and 7 are not built yet. */
const scenarios: readonly Scenario[] = [saturation, steadyRates, backlog, badNeighbours, memory, limits, replay, lists]
const resultsDirectory = 'bench-results'

const usage = `npm run bench -- [--quick] [--scenario 1,2] [--runs 3] [--profile]

${scenarios.map(({ number, name }) => `  ${number}  ${name}`).join('\n')}

  --quick      one run of about a minute for each scenario; the dashboard is not built for it
  --profile    CPU profiles of web and worker in ${resultsDirectory}/profiles`

function readOptions(): { chosen: readonly Scenario[]; options: Options } {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      scenario: { type: 'string' },
      runs: { type: 'string' },
      profile: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    console.log(usage)
    process.exit()
  }
  const numbers = values.scenario?.split(',').map(Number) ?? scenarios.map(scenario => scenario.number)
  const unknown = numbers.find(number => !scenarios.some(scenario => scenario.number === number))
  const runs = Number(values.runs ?? (values.quick ? 1 : 3))
  if (unknown !== undefined || !Number.isInteger(runs) || runs < 1) throw new Error(usage)
  return {
    chosen: scenarios.filter(scenario => numbers.includes(scenario.number)),
    options: { quick: values.quick, runs, profileTo: values.profile ? `${resultsDirectory}/profiles` : null },
  }
}

async function run(): Promise<void> {
  const { chosen, options } = readOptions()
  if (!options.quick) await buildPages()
  const session = await openSession()
  const machine = describeMachine(session.cluster.version)
  console.log(describe(machine))

  const outcomes: { scenario: Scenario; result: Result }[] = []
  for (const scenario of chosen) {
    console.log(`\n${scenario.number}. ${scenario.name}`)
    const result = await scenario.run(session, options)
    await session.receiver.forget()
    outcomes.push({ scenario, result })
    printResult(result)
  }
  console.log(`\nEvery run is in ${await writeReport(resultsDirectory, machine, options, outcomes)}`)
}

try {
  await run()
} catch (error) {
  if (!isEnding()) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
} finally {
  await endAll()
}
process.exit()
