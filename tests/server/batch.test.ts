import { expect, onTestFinished, test, vi } from 'vitest'
import { type BatchOptions, createBatcher, type Pending } from '#server/batch.ts'

type Item = { name: string; keys?: string[]; weight?: number }
type Batch = Pending<Item, string>[]

/** A batcher whose batches end when the test says so. */
function controlled(options: Partial<BatchOptions<Item, string>> = {}) {
  const batches: { items: string[]; finish: (error?: Error) => Promise<void> }[] = []
  const submit = createBatcher<Item, string>({
    maxItems: 3,
    maxWeight: 10,
    weigh: item => item.weight ?? 1,
    keysOf: item => item.keys ?? [],
    parallel: 1,
    parallelFrom: 1,
    spacingMs: 0,
    maxWaiting: 100,
    maxWaitingWeight: 1_000,
    overflow: () => new Error('overflow'),
    run: batch =>
      new Promise((resolve, reject) => {
        batches.push({
          items: batch.map(pending => pending.item.name),
          finish: async error => {
            if (error) reject(error)
            else {
              settle(batch)
              resolve()
            }
            await turn()
          },
        })
      }),
    ...options,
  })
  return { submit, batches }
}

const settle = (batch: Batch) => {
  for (const { item, resolve } of batch) resolve(`done ${item.name}`)
}
/** What was scheduled has run. */
const turn = async () => {
  for (let i = 0; i < 10; i++) await new Promise(setImmediate)
}
const named = (...names: string[]): Item[] => names.map(name => ({ name }))

test('what arrives in one turn travels together, what arrives meanwhile travels next', async () => {
  const { submit, batches } = controlled()
  const results = Promise.all(named('a', 'b').map(submit))
  await turn()
  const later = named('c', 'd').map(submit)
  await turn()
  expect(batches.map(batch => batch.items)).toEqual([['a', 'b']])
  await batches[0]!.finish()
  expect(await results).toEqual(['done a', 'done b'])
  expect(batches.map(batch => batch.items)).toEqual([
    ['a', 'b'],
    ['c', 'd'],
  ])
  await batches[1]!.finish()
  expect(await Promise.all(later)).toEqual(['done c', 'done d'])
})

test('a batch ends at its number of items and at its weight, and one heavy item still goes', async () => {
  const { submit, batches } = controlled({ parallel: 10 })
  const items = [...named('a', 'b', 'c', 'd'), { name: 'heavy', weight: 50 }, { name: 'e', weight: 6 }, { name: 'f', weight: 6 }]
  void items.map(submit)
  await turn()
  expect(batches.map(batch => batch.items)).toEqual([['a', 'b', 'c'], ['d'], ['heavy'], ['e'], ['f']])
})

test('no more batches run at once than allowed', async () => {
  const { submit, batches } = controlled({ parallel: 2, maxItems: 1 })
  void named('a', 'b', 'c').map(submit)
  await turn()
  expect(batches).toHaveLength(2)
  await batches[1]!.finish()
  expect(batches.map(batch => batch.items)).toEqual([['a'], ['b'], ['c']])
})

test('items that share a key wait for each other, in order, and hold up nobody else', async () => {
  const { submit, batches } = controlled({ parallel: 5, maxItems: 10 })
  const items = [{ name: 'first', keys: ['k'] }, { name: 'second', keys: ['k', 'l'] }, { name: 'third', keys: ['l'] }, { name: 'other' }]
  const results = items.map(submit)
  await turn()
  // `third` shares nothing with what runs; that `second` waits for both is no reason to keep it.
  expect(batches.map(batch => batch.items)).toEqual([['first', 'third', 'other']])
  await batches[0]!.finish()
  expect(batches[1]!.items).toEqual(['second'])
  await batches[1]!.finish()
  expect(await Promise.all(results)).toHaveLength(4)
})

test('a run that throws rejects its own items and no others, and its keys are free again', async () => {
  const { submit, batches } = controlled()
  const broken = submit({ name: 'a', keys: ['k'] })
  await turn()
  const next = submit({ name: 'b', keys: ['k'] })
  await Promise.all([expect(broken).rejects.toThrow('away'), batches[0]!.finish(new Error('away'))])
  await turn()
  await batches[1]!.finish()
  expect(await next).toBe('done b')
})

test('beyond the limit of waiting items the caller is refused at once', async () => {
  const { submit, batches } = controlled({ maxWaiting: 2, maxItems: 1 })
  const running = submit({ name: 'running' })
  await turn()
  const waiting = named('a', 'b').map(submit)
  await expect(submit({ name: 'c' })).rejects.toThrow('overflow')
  for (let at = 0; at < 3; at++) await batches[at]!.finish()
  expect(await Promise.all([running, ...waiting])).toHaveLength(3)
})

test('what waits is bounded by weight, too', async () => {
  const { submit, batches } = controlled({ maxWaitingWeight: 20 })
  const heavy = (name: string) => submit({ name, weight: 10 })
  const accepted = [heavy('a'), heavy('b')]
  await expect(heavy('c')).rejects.toThrow('overflow')
  await turn()
  await batches[0]!.finish()
  accepted.push(heavy('d'))
  while (batches.length < 3) await batches.at(-1)!.finish()
  await batches[2]!.finish()
  expect(await Promise.all(accepted)).toEqual(['done a', 'done b', 'done d'])
})

test('while one batch runs, another begins only for enough', async () => {
  const { submit, batches } = controlled({ parallel: 2, parallelFrom: 2, maxItems: 2 })
  void named('a').map(submit)
  await turn()
  void named('b').map(submit)
  await turn()
  expect(batches.map(batch => batch.items)).toEqual([['a']])
  void named('c').map(submit)
  await turn()
  expect(batches.map(batch => batch.items)).toEqual([['a'], ['b', 'c']])
})

test('a few that come soon after a batch wait out the spacing; a crowd does not', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  onTestFinished(() => void vi.useRealTimers())
  const { submit, batches } = controlled({ spacingMs: 8, parallelFrom: 3 })
  const finishLast = () => batches.at(-1)!.finish()
  void submit({ name: 'first goes at once' })
  await turn()
  await finishLast()

  void submit({ name: 'a' })
  await vi.advanceTimersByTimeAsync(7)
  void submit({ name: 'b' })
  await turn()
  expect(batches).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(1)
  expect(batches.at(-1)!.items).toEqual(['a', 'b'])
  await finishLast()

  void submit({ name: 'c' })
  await turn()
  named('d', 'e').map(submit)
  await turn()
  expect(batches.at(-1)!.items).toEqual(['c', 'd', 'e'])
  await finishLast()

  await vi.advanceTimersByTimeAsync(8)
  void submit({ name: 'a late one goes at once' })
  await turn()
  expect(batches.at(-1)!.items).toEqual(['a late one goes at once'])
})
