import { examineDatabase } from '#cli/doctor/database.ts'
import { report } from '#cli/doctor/finding.ts'
import { examineMachine } from '#cli/doctor/machine.ts'
import { print } from '#cli/print.ts'
import { config } from '#server/config.ts'

/** Everything, in a process that has a database's address. */
export async function examine(json: boolean): Promise<void> {
  const findings = [...(await examineMachine(config)), ...(await examineDatabase())]
  print(json, findings, report(findings))
  if (findings.some(({ state }) => state === 'problem')) process.exitCode = 1
}
