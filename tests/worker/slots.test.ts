import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createSlots, type Source } from '#worker/slots.ts'

const sources: Source[] = ['deliver', 'retry', 'replay', 'lane']

test('a lone source borrows what the others leave idle, but for a little that they begin with', () => {
  const slots = createSlots(400)
  slots.take('deliver', slots.room('deliver'))
  expect(slots.active()).toBeGreaterThanOrEqual(300)
  for (const source of ['retry', 'replay', 'lane'] as const) {
    // The others begin at once.
    slots.take(source, 1)
    expect(slots.active()).toBeLessThanOrEqual(400)
  }
})

test('with everybody hungry each comes to its share, whoever had more before', () => {
  const slots = createSlots(400)
  const active: Record<Source, number> = { deliver: 0, retry: 400, replay: 0, lane: 0 }
  for (const source of sources) slots.setHungry(source, true)
  slots.take('retry', 400)
  for (let i = 0; i < 400; i++) {
    slots.release('retry')
    active.retry--
    for (const source of sources) {
      const room = slots.room(source)
      slots.take(source, room)
      active[source] += room
    }
  }
  expect(active).toEqual({ deliver: 240, retry: 40, replay: 20, lane: 100 })
})

test('asked one after the other, they never have more than there are', () => {
  const step = fc.record({ source: fc.constantFrom(...sources), hungry: fc.boolean(), release: fc.nat(100) })
  fc.assert(
    fc.property(fc.integer({ min: 10, max: 500 }), fc.array(step, { maxLength: 60 }), (total, steps) => {
      const slots = createSlots(total)
      const active = new Map<Source, number>()
      for (const { source, hungry, release } of steps) {
        slots.setHungry(source, hungry)
        const room = slots.room(source)
        expect(room).toBeGreaterThanOrEqual(0)
        slots.take(source, room)
        const held = (active.get(source) ?? 0) + room
        const ended = Math.min(held, release)
        for (let i = 0; i < ended; i++) slots.release(source)
        active.set(source, held - ended)
        expect(slots.active()).toBeLessThanOrEqual(total)
      }
    }),
  )
})
