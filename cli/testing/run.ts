import { explain, Failure } from '#cli/failure.ts'
import { add, type Counts, none, single, summary } from '#cli/testing/counts.ts'
import { type Step, steps } from '#cli/testing/steps.ts'

/** Every step runs, whatever the ones before said; the last line sums them. Whether all went well. */
export async function runTests(names: string[]): Promise<boolean> {
  const chosen = choose(names)
  let total = none
  const times: string[] = []
  for (const step of chosen) {
    console.log(`\n▶ ${step.name}`)
    const begun = performance.now()
    const counts = await attempt(step)
    times.push(`  ${((performance.now() - begun) / 1000).toFixed(1).padStart(6)} s  ${step.name}${counts.failed > 0 ? '  FAILED' : ''}`)
    total = add(total, counts)
  }
  console.log(['', ...times, summary(total)].join('\n'))
  return total.failed === 0
}

function choose(names: string[]): Step[] {
  const unknown = names.find(wanted => !steps.some(({ name }) => name.includes(wanted)))
  if (unknown !== undefined) throw new Failure(`There is no step ${unknown}; there are: ${steps.map(({ name }) => name).join(', ')}.`)
  return names.length === 0 ? steps : steps.filter(({ name }) => names.some(wanted => name.includes(wanted)))
}

async function attempt({ run }: Step): Promise<Counts> {
  try {
    return await run()
  } catch (error) {
    console.error(explain(error))
    return single(false)
  }
}
