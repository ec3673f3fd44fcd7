import { checkPayload, findFaults } from '#server/event-types/check.ts'
import type { DraftCheck } from '#server/event-types/dashboard-schema.ts'
import { exampleOf } from '#server/event-types/example.ts'
import { examplesOf, type Fault, isSchema } from '#server/event-types/json-schema.ts'

/** How many examples of a schema are checked while it is being written. */
const maxExamples = 10

/** A schema as it is being written: what is wrong with it and with its examples, and what a payload of it looks like. */
export function checkDraft(text: string): DraftCheck {
  const schema = parse(text)
  if (!isSchema(schema)) return { faults: [{ path: [], message: 'A schema is a JSON object.' }], example: null }
  const faults = findFaults(schema)
  if (faults.length > 0) return { faults, example: null }
  const examples = examplesOf(schema).slice(0, maxExamples)
  return {
    faults: examples.flatMap((example, index): Fault[] => {
      const check = checkPayload(schema, example)
      if (check.kind === 'unusable') return [{ path: [], message: `Examples can’t be checked: ${check.why}.` }]
      return check.faults.map(fault => ({ path: ['examples', index, ...fault.path], message: `The example ${fault.message}.` }))
    }),
    example: { text: JSON.stringify(exampleOf(schema)), given: examples.length > 0 },
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
