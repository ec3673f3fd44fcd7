import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createTurns } from '#server/messages/burst-turns.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** Turns whose messages are stored when the test says so. */
function start() {
  const turns = createTurns()
  const entered: string[] = []
  const waiting: (() => void)[] = []
  const post = (application: string, count = 1) => {
    for (let n = 0; n < count; n++) {
      const { promise, resolve } = Promise.withResolvers<void>()
      turns.take(application, () => void entered.push(application), promise)
      waiting.push(resolve)
    }
  }
  const store = async (tookMs: number) => {
    await vi.advanceTimersByTimeAsync(tookMs)
    for (const resolve of waiting.splice(0)) resolve()
    await vi.advanceTimersByTimeAsync(0)
  }
  const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)
  return { post, store, pass, entered }
}

test('an application that posts alone never waits, however much it posts', () => {
  const { post, entered } = start()
  post('busy', 3_000)
  expect(entered).toHaveLength(3_000)
})

test('a burst takes turns: what comes while one is stored, and for twice as long, goes together in the next', async () => {
  const { post, store, pass, entered } = start()
  post('other')
  post('burst', 500)
  entered.splice(0)
  post('burst', 2)
  await pass(0)
  expect(entered).toEqual(['burst', 'burst'])
  post('burst', 3)
  post('other')
  expect(entered).toEqual(['burst', 'burst', 'other'])
  await store(10)
  await pass(19)
  expect(entered).toHaveLength(3)
  await pass(1)
  expect(entered).toEqual(['burst', 'burst', 'other', 'burst', 'burst', 'burst'])
})

test('a turn that took long is not followed by a long rest', async () => {
  const { post, store, pass, entered } = start()
  post('other')
  post('burst', 501)
  await pass(0)
  post('burst')
  await store(30_000)
  entered.splice(0)
  await pass(100)
  expect(entered).toEqual(['burst'])
})

test('it is a burst, although held back to less than the others, until nothing of it waits when its turn begins', async () => {
  const { post, store, pass, entered } = start()
  post('other')
  post('burst', 501)
  await pass(0)
  post('other', 300)
  post('third', 300)
  entered.splice(0)
  post('burst')
  expect(entered).toEqual([])
  await store(10)
  await pass(20)
  expect(entered).toEqual(['burst'])
  await store(10)
  await pass(20)
  post('burst')
  expect(entered).toEqual(['burst', 'burst'])
})
