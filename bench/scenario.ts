import type { Session } from '#bench/session.ts'

export type Options = {
  /** Once, for about a minute, to see at work whether something has become worse. Figures that are quoted come from full runs. */
  quick: boolean
  /** Of each variant. */
  runs: number
  /** Directory for CPU profiles of web and worker. */
  profileTo: string | null
}

export type Table = { columns: readonly string[]; rows: readonly (readonly (string | number)[])[] }

/** A target, and what came out. */
export type Check = { what: string; value: number; atLeast?: number; atMost?: number }

export const isMet = ({ value, atLeast = Number.NEGATIVE_INFINITY, atMost = Number.POSITIVE_INFINITY }: Check): boolean =>
  value >= atLeast && value <= atMost

/** `measured`: every run, for the JSON. */
export type Result = { tables: Table[]; checks: Check[]; measured: unknown }

export type Scenario = { number: number; name: string; run: (session: Session, options: Options) => Promise<Result> }

/** Runs the variants in turn (A B A B …), so that a minute in which the machine was busy touches all of them. */
export async function inTurn<Variant extends string, Run>(
  runs: number,
  variants: Record<Variant, () => Promise<Run>>,
  say: (text: string) => void = console.log,
): Promise<Record<Variant, Run[]>> {
  const names = Object.keys(variants) as Variant[]
  const made = Object.fromEntries(names.map(name => [name, []])) as unknown as Record<Variant, Run[]>
  for (let run = 1; run <= runs; run++)
    for (const name of names) {
      say(`  run ${run} of ${runs}: ${name}`)
      made[name].push(await variants[name]())
    }
  return made
}
