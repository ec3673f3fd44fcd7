/** One thing that was looked at. A warning is for a person to judge; a problem keeps something from working, now or soon. */
export type Finding = { check: string; state: 'ok' | 'warning' | 'problem'; detail: string; advice?: string }

export const ok = (check: string, detail: string): Finding => ({ check, state: 'ok', detail })
export const warning = (check: string, detail: string, advice: string): Finding => ({ check, state: 'warning', detail, advice })
export const problem = (check: string, detail: string, advice: string): Finding => ({ check, state: 'problem', detail, advice })

const marks = { ok: '✓', warning: '!', problem: '✗' } as const

export function report(findings: Finding[]): string {
  const width = Math.max(...findings.map(({ check }) => check.length))
  const lines = findings.flatMap(({ check, state, detail, advice }) => [
    `${marks[state]} ${check.padEnd(width)}  ${detail}`,
    ...(advice === undefined ? [] : [`  ${' '.repeat(width)}  → ${advice}`]),
  ])
  const count = (wanted: Finding['state']) => findings.filter(({ state }) => state === wanted).length
  const plural = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`
  const summary = `${plural(count('problem'), 'problem')}, ${plural(count('warning'), 'warning')}.`
  return [...lines, summary].join('\n')
}
