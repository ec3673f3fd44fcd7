import { expect, test } from 'vitest'
import clientMethods from '#components/reference/client-methods.json' with { type: 'json' }
import { type Step, steps } from '#tests/clients/calls.ts'
import { type Driver, startDriver } from '#tests/clients/driver.ts'
import { drivers, hasCommand } from '#tests/clients/toolchains.ts'
import { createTenant, here, setUpServer } from '#tests/support/tenant.ts'
import { until } from '#tests/support/until.ts'
import { setUpReceiver } from '#tests/support/workers.ts'

/** The official clients of other languages against the real server, by one table of calls: `npm run test:clients`. */
setUpServer()
const receiver = setUpReceiver({ worker: true })

type Kept = Record<string, string>
const fill = <T>(value: T, kept: Kept): T =>
  value === undefined
    ? value
    : (JSON.parse(JSON.stringify(value).replace(/"\$(\w+)"/g, (_, name: string) => JSON.stringify(kept[name] ?? null))) as T)

const at = (answer: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((inner, name) => (inner as Record<string, unknown> | null)?.[name], answer)

/** `works`, `absent`, or what went wrong. */
async function take(driver: Driver, step: Step, kept: Kept): Promise<string> {
  const request = {
    path: step.method.split('.'),
    arguments: fill(step.arguments ?? [], kept),
    body: fill(step.body, kept),
    token: fill(step.token, kept),
  }
  const call = () => driver.call(request)
  const reply = step.until
    ? await until(`${step.method} has an item`, async () => {
        const latest = await call()
        return latest.error !== undefined || at(latest.answer, 'data.0') !== undefined ? latest : null
      })
    : await call()
  if (reply.absent) return 'absent'
  if (reply.error !== undefined) return reply.error
  const lacking = (step.has ?? []).filter(field => at(reply.answer, field) === undefined)
  for (const [name, path] of Object.entries(step.keep ?? {})) kept[name] = String(at(reply.answer, path))
  return lacking.length === 0 ? 'works' : `lacks ${lacking}`
}

const clients = [
  { language: 'python', client: 'svix 2.9.1' },
  { language: 'rust', client: 'svix 2.9.1' },
] as const

for (const { language, client } of clients) {
  const { needs, prepare } = drivers[language]
  const missing = hasCommand(needs) ? '' : ` (skipped: there is no ${needs} here)`
  test.skipIf(missing !== '')(`${language}, ${client}${missing}`, { timeout: 1_800_000 }, async () => {
    const command = prepare()
    const driver = startDriver(command, { url: here.url, token: (await createTenant()).token })
    const kept: Kept = { url: receiver.inbox().url }
    const outcomes: Record<string, string> = {}
    for (const step of steps) outcomes[step.method] = await take(driver, step, kept)
    driver.stop()
    expect(Object.entries(outcomes).filter(([, outcome]) => outcome !== 'works' && outcome !== 'absent')).toEqual([])
    const text = `${JSON.stringify({ client, outcomes }, null, 2)}\n`
    await expect(text).toMatchFileSnapshot(`${language}/outcomes.json`)
  })
}

test('the table calls every method of the newest client that is served', () => {
  const called = new Set(steps.map(({ method }) => method))
  const all = Object.values(clientMethods).map(({ path }) => path.join('.'))
  expect(all.filter(method => !called.has(method))).toEqual([])
})
